"""National Provider Identifier: ten digits, first 1 or 2, last a Luhn check over 80840 + NPI (45 CFR 162.406)."""

from medmassage.codes.errors import CodeError, InvalidChecksum, InvalidFormat, InvalidLength

PREFIX_SUM = 24  # what the prefix 80840 adds to the Luhn sum


def compact(text: str) -> str:
    """The bare digits."""
    return text.strip().replace(" ", "").replace("-", "")


def validate(text: str) -> str:
    """The bare number. Raises a :class:`~medmassage.codes.errors.CodeError` that says what is wrong."""
    number = compact(text)
    if not (number.isascii() and number.isdigit()):
        raise InvalidFormat(f"“{text.strip()}” is not an NPI: an NPI is ten digits.")
    if len(number) != 10:
        raise InvalidLength(f"“{number}” has {len(number)} digits; an NPI has ten.")
    if number[0] not in "12":
        raise InvalidFormat(f"“{number}” begins with {number[0]}; an NPI begins with 1 or 2.")
    if _luhn(number) % 10:
        raise InvalidChecksum(f"The check digit of “{number}” does not fit. Compare it with the paper.")
    return number


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True


def _luhn(number: str) -> int:
    total = PREFIX_SUM
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total

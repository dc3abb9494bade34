"""Employer Identification Number and, with the same nine digits, the Social Security number on claims."""

from medmassage.codes.errors import CodeError, InvalidFormat, InvalidLength


def compact(text: str) -> str:
    """The bare digits."""
    return text.strip().replace("-", "").replace(" ", "")


def validate(text: str) -> str:
    """The nine digits. Raises a :class:`~medmassage.codes.errors.CodeError`."""
    number = compact(text)
    if not (number.isascii() and number.isdigit()):
        raise InvalidFormat("A tax ID is nine digits, such as 52-1234567.")
    if len(number) != 9:
        raise InvalidLength(f"A tax ID has nine digits; this one has {len(number)}.")
    if len(set(number)) == 1:
        raise InvalidFormat("A tax ID is not one digit nine times.")
    return number


def is_valid(text: str) -> bool:
    """Whether :func:`validate` would pass."""
    try:
        validate(text)
    except CodeError:
        return False
    return True

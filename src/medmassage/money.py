"""US dollars as :class:`~decimal.Decimal` with two places: parse, round, allocate, format. Never a float."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
LARGEST = Decimal("9999999999.99")


def cents(amount: Decimal) -> Decimal:
    """``amount`` rounded to the cent, halves away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse(text: str) -> Decimal:
    """The amount written in ``text`` ("$1,234.5" is 1234.50).

    Raises :class:`ValueError` in plain words when it is not an amount, has fractions of a cent, or is
    larger than a ledger column holds.
    """
    bare = text.strip().removeprefix("$").replace(",", "")
    try:
        amount = Decimal(bare)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not an amount of money. Write it like 123.45.") from None
    if not amount.is_finite() or abs(amount) > LARGEST:
        raise ValueError(f"{text!r} is not an amount of money we can keep.")
    if amount != cents(amount):
        raise ValueError(f"{text!r} has fractions of a cent.")
    return cents(amount)


def allocate(total: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """``total`` split over ``weights`` to the cent, so that the parts sum to it exactly.

    Cents that rounding leaves over go to the largest fractions first. Weights may not be negative; when all
    are zero the total is split evenly. Raises :class:`ValueError` for no weights or a negative one.
    """
    if not weights or any(w < 0 for w in weights):
        raise ValueError("allocation needs at least one weight, none of them negative")
    if sum(weights) == 0:
        weights = [Decimal(1)] * len(weights)
    whole = int(abs(cents(total)) / CENT)
    shares = [whole * w / sum(weights) for w in weights]
    parts = [int(s) for s in shares]
    by_fraction = sorted(range(len(parts)), key=lambda i: parts[i] - shares[i])
    for i in by_fraction[: whole - sum(parts)]:
        parts[i] += 1
    sign = -1 if total < 0 else 1
    return [sign * p * CENT for p in parts]


def show(amount: Decimal) -> str:
    """``amount`` for people: ``$1,234.50``, ``-$5.00``."""
    sign = "-" if amount < 0 else ""
    return f"{sign}${abs(cents(amount)):,.2f}"

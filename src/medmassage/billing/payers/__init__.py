"""Payers' habits, one YAML file a profile: which rule for units, what they ask for, how long they wait."""

from functools import lru_cache
from importlib.resources import files

from medmassage.datafile import Row, Source, read


class Habit(Row):
    """One thing a payer asks, with its source. ``value`` unknown is ``null``: nobody knows, ask them."""

    value: bool | int | str | None
    source: Source


class PayerProfile(Row):
    """How a kind of payer behaves. A contract or plan document always beats these."""

    name: str
    kind: str
    filing_code: str
    units_rule: str
    units_source: Source
    asks_referral: Habit
    asks_authorization: Habit
    pays_massage_therapists: Habit
    timely_filing_days: Habit
    modifiers: tuple[str, ...] = ()
    modifiers_source: Source | None = None
    needs_accident: bool = False
    needs_claim_number: bool = False
    ncci: bool = True


class UnknownProfile(ValueError):
    """No profile of that name."""


@lru_cache
def profiles() -> dict[str, PayerProfile]:
    """All profiles by their file's name."""
    folder = files("medmassage.billing.payers")
    found = sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    return {p.name.removesuffix(".yaml"): read(p, PayerProfile) for p in found}


def profile(name: str) -> PayerProfile:
    """The profile of this name. Raises :class:`UnknownProfile` with the names there are."""
    if name not in profiles():
        raise UnknownProfile(f"There is no payer profile “{name}”. There are {', '.join(profiles())}.")
    return profiles()[name]

"""What is asked of the law: who holds what, where, in which setting, on which day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

SETTINGS = (
    "hospital", "medical_clinic", "physician_office", "chiropractic_office", "nursing_facility", "hospice", "home",
    "private_office", "spa", "fitness", "event",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """One paper a therapist holds. ``verified``: seen in force at the issuer (``None``: nobody said).

    ``denied_on``: the day on which the issuer's register showed it ended or not at all. ``limited_on``: the day on
    which it showed a limit, a suspension or discipline.
    """

    code: str
    state: str
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    verified: bool | None = None
    denied_on: date | None = None
    limited_on: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether its dates, as far as they are known, cover ``on`` (both ends are days in force), and no register
        denied it by then.
        """
        return (self.valid_from or date.min) <= on <= (self.valid_to or date.max) and not self.denied(on)

    def denied(self, on: date) -> bool:
        """Whether the issuer's register showed by ``on`` that it is not in force."""
        return self.denied_on is not None and self.denied_on <= on

    def limited(self, on: date) -> bool:
        """Whether the issuer's register showed a limit by ``on``."""
        return self.limited_on is not None and self.limited_on <= on


@dataclass(frozen=True, slots=True)
class Question:
    """The first gate's question. ``documents`` are papers in hand with their dates (consent, training proof …).

    ``None`` for documents: nobody said what is in hand, so what must stand before hands-on work comes as a reminder;
    an empty mapping: nothing is in hand. ``at``: the hour the visit begins, for opening hours.

    ``referral``: a physician's order stands behind the visit. ``diagnosed``: a medically diagnosed condition is
    treated (``None``: nobody said; a referral counts as such).
    """

    state: str
    setting: str
    holds: tuple[Held, ...]
    on: date
    techniques: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    payer_kind: str = "self_pay"
    referral: bool = False
    age: int | None = None
    documents: Mapping[str, date] | None = None
    diagnosed: bool | None = None
    at: time | None = None

    def has_document(self, name: str, days: int | None = None) -> bool:
        """Whether the document is in hand on the day and, where ``days`` says so, not older than that."""
        signed = (self.documents or {}).get(name)
        if signed is None or signed > self.on:
            return False
        return days is None or self.on - signed <= timedelta(days)

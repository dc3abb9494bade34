"""A payer that answers with money: an 835 that balances, and one that takes back and pays anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from medmassage.money import ZERO
from medmassage.simulator.decision import DecidedClaim, DecidedLine, Terms, decide
from medmassage.simulator.sent import (
    CITY,
    NAME,
    PHONE,
    STATE,
    STREET,
    TAX_ID,
    ZIP,
    SentClaim,
    amount,
    day,
    envelope,
    read,
)  # fmt: skip
from medmassage.x12.segments import Segment
from medmassage.x12.write import write

__all__ = ["Terms", "pay", "take_back"]
TAKEN_BACK = "22"
# The 835 has a shorter list of filing codes than the 837P; what is not in it is "by mutual agreement".
FILINGS = frozenset({*map(str, range(12, 18)), "AM", "CH", "DS", "HM", "LM", "MA", "MB", "MC", "OF", "TV", "VA", "WC"})
OTHER_FILING = "ZZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """A decided claim as it stands in the 835: ``sign`` is -1 where an earlier decision is taken back."""

    decided: DecidedClaim
    sign: int = 1

    @property
    def paid(self) -> Decimal:
        """What it adds to the payment."""
        return self.sign * self.decided.paid


def pay(claim_file: bytes, *, at: datetime, control: int, terms: Terms) -> bytes:
    """An 835 (005010X221A1) for the claims of an 837P, one payment a billing provider.

    Raises :class:`~medmassage.x12.errors.X12Error` when the bytes are no 837P.
    """
    sent = read(claim_file)
    groups = [[Entry(decide(claim, terms)) for claim in claims] for claims in _by_provider(sent.claims)]
    sets = [_set(entries, at, control, number) for number, entries in enumerate(groups, start=1)]
    return write("835", sets, envelope(sent, at, control))


def take_back(claim_file: bytes, *, at: datetime, control: int, terms: Terms, anew: Terms | None = None) -> bytes:
    """An 835 that reverses what :func:`pay` decided under ``terms`` and decides again under ``anew`` (else alike).

    A claim comes twice: with CLP02 22 and every amount negated, then as decided now, under the same payer's number.
    What the payer is owed beyond this payment is carried forward (PLB FB), since a payment is never negative.
    """
    sent = read(claim_file)
    groups = [
        [e for claim in claims for e in (Entry(decide(claim, terms), -1), Entry(decide(claim, anew or terms)))]
        for claims in _by_provider(sent.claims)
    ]
    sets = [_set(entries, at, control, number) for number, entries in enumerate(groups, start=1)]
    return write("835", sets, envelope(sent, at, control))


def _by_provider(claims: Sequence[SentClaim]) -> list[list[SentClaim]]:
    found: dict[str, list[SentClaim]] = {}
    for claim in claims:
        found.setdefault(claim.provider_npi, []).append(claim)
    return list(found.values())


def _set(entries: Sequence[Entry], at: datetime, control: int, number: int) -> Iterator[Segment]:
    due = sum((entry.paid for entry in entries), ZERO)
    trace = f"SIM{control:09d}{number:02d}"
    yield from _payment(max(due, ZERO), at, trace)
    yield from _parties(entries[0].decided.claim)
    yield Segment("2000", "LX", ("1",))
    for entry in entries:
        yield from _claim(entry)
    if due < 0:
        year_end = f"{at.year}1231"
        npi = entries[0].decided.claim.provider_npi
        yield Segment("PLB", "PLB", (npi, year_end, ("FB", trace), amount(due)))


def _payment(paid: Decimal, at: datetime, trace: str) -> Iterator[Segment]:
    method = "CHK" if paid else "NON"
    yield Segment("ST", "BPR", ("H" if not paid else "I", amount(paid), "C", method, *[""] * 11, day(at)))
    yield Segment("ST", "TRN", ("1", trace, f"1{TAX_ID}"))
    yield Segment("ST", "DTM", ("405", day(at)))


def _parties(first: SentClaim) -> Iterator[Segment]:
    yield Segment("1000A", "N1", ("PR", NAME))
    yield Segment("1000A", "N3", (STREET,))
    yield Segment("1000A", "N4", (CITY, STATE, ZIP))
    yield Segment("1000A", "PER", ("BL", NAME, "TE", PHONE))
    name = " ".join(part for part in (first.provider_given, first.provider) if part)
    yield Segment("1000B", "N1", ("PE", name, "XX", first.provider_npi))


def _claim(entry: Entry) -> Iterator[Segment]:
    decided, claim, sign = entry.decided, entry.decided.claim, entry.sign
    status = decided.status if sign > 0 else TAKEN_BACK
    # What the patient owes is said by the new decision; the one taken back says nothing of it.
    patient = amount(decided.patient_part) if sign > 0 and decided.patient_part else ""
    yield Segment(
        "2100", "CLP",
        (
            claim.control_number, status, amount(sign * decided.charge), amount(entry.paid), patient,
            claim.filing if claim.filing in FILINGS else OTHER_FILING,
            claim.payer_control, claim.place, claim.frequency,
        ),
    )  # fmt: skip
    yield Segment("2100", "NM1", ("QC", "1", claim.family, claim.given, "", "", "", "MI", claim.member_id))
    if (claim.subscriber_family, claim.subscriber_given) != (claim.family, claim.given):
        subscriber = (claim.subscriber_family, claim.subscriber_given)
        yield Segment("2100", "NM1", ("IL", "1", *subscriber, "", "", "", "MI", claim.member_id))
    if days := claim.days:
        yield Segment("2100", "DTM", ("232", day(days[0])))
        yield Segment("2100", "DTM", ("233", day(days[-1])))
    for line in decided.lines:
        yield from _line(line, sign)


def _line(decided: DecidedLine, sign: int) -> Iterator[Segment]:
    line = decided.line
    code = ("HC", line.code, *line.modifiers)
    money = (amount(sign * line.charge), amount(sign * decided.paid))
    yield Segment("2110", "SVC", (code, *money, "", line.units))
    if line.on:
        yield Segment("2110", "DTM", ("472", day(line.on)))
    for group in dict.fromkeys(group for group, _, _ in decided.adjustments):
        own = [(reason, amount(sign * cut), "") for g, reason, cut in decided.adjustments if g == group]
        yield Segment("2110", "CAS", (group, *[part for triple in own for part in triple]))
    if line.line_control:
        yield Segment("2110", "REF", ("6R", line.line_control))
    if decided.allowed:
        yield Segment("2110", "AMT", ("B6", amount(sign * decided.allowed)))
    if decided.remark:
        yield Segment("2110", "LQ", ("HE", decided.remark))

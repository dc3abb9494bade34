"""A clearinghouse that answers: a 999 about the file, a 277CA about each claim."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from medmassage.finding import Finding, Level
from medmassage.simulator.sent import NAME, SENDER, Sent, SentClaim, amount, day, envelope, read
from medmassage.x12.check import check
from medmassage.x12.segments import Segment
from medmassage.x12.write import write

NONE_REFUSED: Mapping[str, str] = {}
ACCEPTED, FOR_PROCESSING, INVALID = "A2", "20", "A7"


def acknowledge(claim_file: bytes, *, at: datetime, control: int) -> bytes:
    """A 999: each set accepted, or rejected with what our own check found in it.

    Raises :class:`~medmassage.x12.errors.X12Error` when the bytes are no 837P at all.
    """
    sent = read(claim_file)
    stops = [f for f in check(claim_file).findings if f.level is Level.STOP]
    return write("999", [_acknowledgment(sent, stops)], envelope(sent, at, control))


def _acknowledgment(sent: Sent, stops: list[Finding]) -> Iterator[Segment]:
    yield Segment("ST", "AK1", ("HC", sent.group_control, sent.implementation))
    accepted = 0
    for place, one in enumerate(sent.sets):
        last = place + 1 == len(sent.sets)
        end = None if last else sent.sets[place + 1].position
        found = [f for f in stops if _is_inside(f, one.position if place else 0, end)]
        accepted += not found
        yield Segment("2000", "AK2", ("837", one.control, sent.implementation))
        for finding in found:
            yield _error(finding, one.position)
        yield Segment("2000", "IK5", ("R", "5") if found else ("A",))
    answer = "A" if accepted == len(sent.sets) else "P" if accepted else "R"
    yield Segment("ST", "AK9", (answer, str(len(sent.sets)), str(len(sent.sets)), str(accepted)))


def _is_inside(finding: Finding, begins: int, ends: int | None) -> bool:
    place = finding.details.get("segment", 0)
    return place >= begins and (ends is None or place < ends)


def _error(finding: Finding, begins: int) -> Segment:
    """Which segment, where in the set, in which loop; 3 is missing, 8 has something wrong inside."""
    missing = finding.rule == "edi.missing"
    place = max(finding.details.get("segment", 0) - begins + 1, 1)
    tag = str(finding.details.get("element", "CLM"))[:3].rstrip("0123456789")
    return Segment("2100", "IK3", (tag, str(place), str(finding.details.get("loop", "")), "3" if missing else "8"))


def claim_answers(claim_file: bytes, *, at: datetime, control: int, refuse: Mapping[str, str] = NONE_REFUSED) -> bytes:
    """A 277CA: each claim accepted with a number of the payer's, or refused with a status code.

    ``refuse`` maps a claim's control number to the code. Raises :class:`~medmassage.x12.errors.X12Error` when the
    bytes are no 837P.
    """
    sent = read(claim_file)
    return write("277CA", [_answers(sent, at, control, refuse)], envelope(sent, at, control))


def _answers(sent: Sent, at: datetime, control: int, refuse: Mapping[str, str]) -> Iterator[Segment]:
    yield Segment("ST", "BHT", ("0085", "08", f"{control:09d}", day(at), f"{at:%H%M}", "TH"))
    yield from _source(at, control)
    yield from _submitter(sent, at, refuse)
    level = 2
    by_provider: dict[str, list[SentClaim]] = {}
    for claim in sent.claims:
        by_provider.setdefault(claim.provider_npi, []).append(claim)
    for claims in by_provider.values():
        level += 1
        provider = level
        yield from _provider(claims, provider)
        for claim in claims:
            level += 1
            yield from _claim(claim, level, provider, at, refuse.get(claim.control_number))


def _source(at: datetime, control: int) -> Iterator[Segment]:
    yield Segment("2000A", "HL", ("1", "", "20", "1"))
    yield Segment("2100A", "NM1", ("PR", "2", NAME, "", "", "", "", "46", SENDER))
    yield Segment("2200A", "TRN", ("1", f"{control:09d}"))
    yield Segment("2200A", "DTP", ("050", "D8", day(at)))
    yield Segment("2200A", "DTP", ("009", "D8", day(at)))


def _submitter(sent: Sent, at: datetime, refuse: Mapping[str, str]) -> Iterator[Segment]:
    taken = [c for c in sent.claims if c.control_number not in refuse]
    turned = [c for c in sent.claims if c.control_number in refuse]
    yield Segment("2000B", "HL", ("2", "1", "21", "1"))
    yield Segment("2100B", "NM1", ("41", "2", sent.submitter, "", "", "", "", "46", sent.submitter_id))
    yield Segment("2200B", "TRN", ("2", sent.reference))
    yield Segment("2200B", "STC", (("A1", "19", "PR"), day(at), "WQ", amount(_total(sent.claims))))
    for qualifier, claims in (("90", taken), ("AA", turned)):
        if claims:
            yield Segment("2200B", "QTY", (qualifier, str(len(claims))))
    for qualifier, claims in (("YU", taken), ("YY", turned)):
        if claims:
            yield Segment("2200B", "AMT", (qualifier, amount(_total(claims))))


def _provider(claims: list[SentClaim], level: int) -> Iterator[Segment]:
    first = claims[0]
    kind = "1" if first.provider_given else "2"
    yield Segment("2000C", "HL", (str(level), "2", "19", "1"))
    yield Segment(
        "2100C", "NM1", ("85", kind, first.provider, first.provider_given, "", "", "", "XX", first.provider_npi)
    )
    # The guide wants trace and status of the provider's level even where there is no trace to give back.
    yield Segment("2200C", "TRN", ("1", "0"))
    yield Segment("2200C", "STC", (("A1", "19", "PR"), "", "WQ", amount(_total(claims))))


def _claim(claim: SentClaim, level: int, parent: int, at: datetime, refused: str | None) -> Iterator[Segment]:
    status = (INVALID, refused, "IL") if refused else (ACCEPTED, FOR_PROCESSING, "PR")
    yield Segment("2000D", "HL", (str(level), str(parent), "PT"))
    yield Segment("2100D", "NM1", ("QC", "1", claim.family, claim.given, "", "", "", "MI", claim.member_id))
    yield Segment("2200D", "TRN", ("2", claim.control_number))
    action = "U" if refused else "WQ"
    yield Segment("2200D", "STC", (status, day(at), action, amount(claim.charge)))
    if not refused:
        yield Segment("2200D", "REF", ("1K", claim.payer_control))
    if days := claim.days:
        both = day(days[0]) if len(days) == 1 else f"{day(days[0])}-{day(days[-1])}"
        yield Segment("2200D", "DTP", ("472", "D8" if len(days) == 1 else "RD8", both))


def _total(claims: tuple[SentClaim, ...] | list[SentClaim]) -> Decimal:
    return sum((claim.charge for claim in claims), Decimal(0))

"""Writes claims as an 837P (005010X222A1): who submits, who bills, who is insured, what was done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from medmassage.billing import payers
from medmassage.billing.claim import Accident, Address, Claim, Line, Person, Provider
from medmassage.billing.plain import plain
from medmassage.codes import ein, icd10cm, modifier, procedure
from medmassage.x12.segments import Segment
from medmassage.x12.write import Envelope, write

CAUSES = {"auto": "AA", "employment": "EM", "other": "OA"}
RELATIONS = {"self": "18", "spouse": "01", "child": "19", "other": "G8"}


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who sends the file: name, the id the receiver knows them by, and whom to call."""

    name: str
    id: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes the file in."""

    name: str
    id: str


def write_claims(claims: Sequence[Claim], submitter: Submitter, receiver: Receiver, envelope: Envelope) -> bytes:
    """The claims as one transaction. Raises :class:`~medmassage.x12.errors.X12Error` for what X12 cannot carry."""
    return write("837P", [_set(claims, submitter, receiver, envelope)], envelope)


def _set(claims: Sequence[Claim], submitter: Submitter, receiver: Receiver, e: Envelope) -> Iterator[Segment]:
    reference = f"{e.control:09d}"
    yield Segment("ST", "BHT", ("0019", "00", reference, f"{e.at:%Y%m%d}", f"{e.at:%H%M}", "CH"))
    yield Segment("1000A", "NM1", ("41", "2", plain(submitter.name, 60), "", "", "", "", "46", submitter.id))
    yield Segment("1000A", "PER", ("IC", plain(submitter.contact, 60), "TE", _digits(submitter.phone)))
    yield Segment("1000B", "NM1", ("40", "2", plain(receiver.name, 60), "", "", "", "", "46", receiver.id))
    level = 0
    for claim in claims:
        dependent = claim.subscriber.relationship != "self"
        yield from _billing(claim, level + 1)
        yield from _subscriber(claim, level + 2, level + 1, dependent)
        level += 2
        if dependent:
            level += 1
            yield from _patient(claim, level, level - 1)
        yield from _claim(claim)
        for number, line in enumerate(claim.lines, start=1):
            yield from _line(claim, line, number)


def _billing(claim: Claim, level: int) -> Iterator[Segment]:
    provider = claim.billing_provider
    yield Segment("2000A", "HL", (str(level), "", "20", "1"))
    if provider.taxonomy:
        yield Segment("2000A", "PRV", ("BI", "PXC", provider.taxonomy))
    yield Segment("2010AA", "NM1", ("85", *_named(provider), "", "", _xx(provider), provider.npi))
    yield from _address("2010AA", provider.address)
    yield Segment("2010AA", "REF", (provider.tax_id_kind, ein.compact(provider.tax_id)))


def _subscriber(claim: Claim, level: int, parent: int, dependent: bool) -> Iterator[Segment]:
    subscriber, payer = claim.subscriber, claim.payer
    filing = payers.profile(payer.profile).filing_code
    yield Segment("2000B", "HL", (str(level), str(parent), "22", "1" if dependent else "0"))
    relation = "" if dependent else RELATIONS["self"]
    yield Segment("2000B", "SBR", ("P", relation, plain(subscriber.group_number, 50), "", "", "", "", "", filing))
    yield Segment("2010BA", "NM1", ("IL", *_person(subscriber), "", "MI", subscriber.member_id))
    if subscriber.address.street:
        yield from _address("2010BA", subscriber.address)
    if not dependent:
        yield from _birth("2010BA", subscriber)
        yield from _claim_number("2010BA", claim)
    yield Segment("2010BB", "NM1", ("PR", "2", plain(payer.name, 60), "", "", "", "", "PI", payer.payer_id))
    if payer.address.street:
        yield from _address("2010BB", payer.address)


def _patient(claim: Claim, level: int, parent: int) -> Iterator[Segment]:
    yield Segment("2000C", "HL", (str(level), str(parent), "23", "0"))
    yield Segment("2000C", "PAT", (RELATIONS[claim.subscriber.relationship],))
    yield Segment("2010CA", "NM1", ("QC", *_person(claim.patient)))
    yield from _address("2010CA", claim.patient.address)
    yield from _birth("2010CA", claim.patient)
    yield from _claim_number("2010CA", claim)


def _claim_number(loop: str, claim: Claim) -> Iterator[Segment]:
    """The accident insurer's claim number stands with the patient, not with the claim."""
    if claim.payer_claim_number:
        yield Segment(loop, "REF", ("Y4", claim.payer_claim_number))


def _claim(claim: Claim) -> Iterator[Segment]:
    place = (claim.place_of_service, "B", claim.frequency)
    yield Segment(
        "2300",
        "CLM",
        (
            claim.control_number, _amount(claim.total), "", "", place, "Y" if claim.signature_on_file else "N",
            "A" if claim.accept_assignment else "C", "Y", "Y" if claim.release_of_information else "I",
            "", _causes(claim.accident),
        ),
    )  # fmt: skip
    if claim.onset:
        yield _date("2300", "431", claim.onset)
    if claim.accident:
        yield _date("2300", "439", claim.accident.on)
    for qualifier, number in _references(claim):
        yield Segment("2300", "REF", (qualifier, number))
    codes = [icd10cm.compact(code) for code in claim.diagnoses]
    kinds = ["ABK", *["ABF"] * (len(codes) - 1)]
    yield Segment("2300", "HI", tuple(zip(kinds, codes, strict=True)))
    yield from _providers(claim)


def _references(claim: Claim) -> Iterator[tuple[str, str]]:
    """Referral, authorization, and the payer's number of a claim that is replaced or voided."""
    if claim.referral_number:
        yield "9F", claim.referral_number
    if claim.authorization_number:
        yield "G1", claim.authorization_number
    if claim.original_reference:
        yield "F8", claim.original_reference


def _providers(claim: Claim) -> Iterator[Segment]:
    if claim.referring_provider:
        who = claim.referring_provider
        yield Segment("2310A", "NM1", ("DN", *_named(who), "", "", _xx(who), who.npi))
    if claim.rendering_provider.npi != claim.billing_provider.npi:
        yield from _rendering(claim.rendering_provider)
    if place := claim.facility:
        npi = ("", "", "", "", "XX", place.npi) if place.npi else ()
        yield Segment("2310C", "NM1", ("77", "2", plain(place.name, 60), *npi))
        yield from _address("2310C", place.address)


def _rendering(who: Provider) -> Iterator[Segment]:
    yield Segment("2310B", "NM1", ("82", *_named(who), "", "", _xx(who), who.npi))
    if who.taxonomy:
        yield Segment("2310B", "PRV", ("PE", "PXC", who.taxonomy))


def _line(claim: Claim, line: Line, number: int) -> Iterator[Segment]:
    yield Segment("2400", "LX", (str(number),))
    place = line.place_of_service or ""
    place = "" if place == claim.place_of_service else place
    pointers = tuple(str(p) for p in line.pointers)
    service = ("HC", procedure.compact(line.code), *map(modifier.compact, line.modifiers))
    charge, units = _amount(line.charge), str(line.units)
    yield Segment("2400", "SV1", (service, charge, "UN", units, place, "", pointers))
    yield _date("2400", "472", line.on)
    yield Segment("2400", "REF", ("6R", claim.line_control(number)))


def _causes(accident: Accident | None) -> str | tuple[str, ...]:
    if accident is None:
        return ""
    return (CAUSES[accident.kind], "", "", accident.state if accident.kind == "auto" else "")


def _named(provider: Provider) -> tuple[str, ...]:
    """Entity kind and name, padded to the suffix: a person by family and given name, else an organization."""
    if provider.name:
        return ("2", plain(provider.name, 60), "", "")
    return ("1", plain(provider.family, 60), plain(provider.given, 35), "")


def _person(person: Person) -> tuple[str, ...]:
    return ("1", plain(person.family, 60), plain(person.given, 35), plain(person.middle, 25), "")


def _xx(provider: Provider) -> str:
    return "XX" if provider.npi else ""


def _address(loop: str, address: Address) -> Iterator[Segment]:
    yield Segment(loop, "N3", (plain(address.street, 55), plain(address.street2, 55)))
    yield Segment(loop, "N4", (plain(address.city, 30), address.state, _digits(address.zip_code)))


def _birth(loop: str, person: Person) -> Iterator[Segment]:
    yield Segment(loop, "DMG", ("D8", f"{person.birth_date:%Y%m%d}", person.sex))


def _date(loop: str, qualifier: str, day: date) -> Segment:
    return Segment(loop, "DTP", (qualifier, "D8", f"{day:%Y%m%d}"))


def _amount(amount: Decimal) -> str:
    """Without a sign of currency and without needless zeros, as X12 writes numbers."""
    text = f"{amount:.2f}"
    return text.rstrip("0").rstrip(".")


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())

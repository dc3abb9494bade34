"""What stands in each item of the CMS-1500 (02/12), by the claim.

NUCC's rules as ``cms1500.csv`` and ``docs/documents.md`` cite them: capitals, no punctuation, ``LAST, FIRST, M``,
money without a point, dates in parts.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from medmassage.billing.claim import Address, Claim, Line, Person, Provider
from medmassage.billing.cms1500_places import fields, places
from medmassage.billing.plain import plain
from medmassage.codes import icd10cm, modifier, procedure

LINES_A_PAGE = 6
ON_FILE = "SIGNATURE ON FILE"
AT_HOME = "12"
REFERRING, ONSET, TAXONOMY, CLAIM_NUMBER, ICD10 = "DN", "431", "ZZ", "Y4", "0"
LETTERS = "ABCDEFGHIJKL"

# Item, what, text, and for items of a service line its number on the page (from 0).
Text = tuple[str, str, str, int]
Field = tuple[str, str, str]


def texts(claim: Claim, lines: Sequence[Line]) -> Iterator[Text]:
    """Every text of a claim with these services, uncut; empty ones too."""
    parts = (
        _payer(claim), _names(claim), _patient(claim), _accident(claim), _insured(claim), _dates(claim),
        _referring(claim), _diagnoses(claim), _numbers(claim), _foot(claim, lines), _provider(claim),
    )  # fmt: skip
    for part in parts:
        yield from ((item, what, text, 0) for item, what, text in part)
    for row, line in enumerate(lines):
        yield from ((item, what, text, row % LINES_A_PAGE) for item, what, text in _service(claim, line))


def _payer(claim: Claim) -> Iterator[Field]:
    address = claim.payer.address
    yield "carrier", "name", words(claim.payer.name)
    yield "carrier", "attention", words(address.street) if address.street2 else ""
    yield "carrier", "street", words(address.street2 or address.street)
    yield "carrier", "city state zip", _city_line(address)
    yield "1", _coverage(claim.payer.kind), "X"
    yield "1a", "id", solid(claim.subscriber.member_id)


def _coverage(kind: str) -> str:
    """The box of this kind of payer: the one of its name, else the last, which is for all others."""
    boxes = fields("1")
    return next((box for box in boxes if box.lower() == kind.replace("_", " ")), boxes[-1])


def _names(claim: Claim) -> Iterator[Field]:
    yield "2", "name", _name(claim.patient)
    yield from _birth("3", claim.patient)
    yield "4", "name", _name(claim.subscriber)
    yield "6", claim.subscriber.relationship, "X"


def _patient(claim: Claim) -> Iterator[Field]:
    yield from _home("5", claim.patient)
    if claim.subscriber.address.street:
        yield from _home("7", claim.subscriber)


def _home(item: str, person: Person) -> Iterator[Field]:
    address, (area, number) = person.address, _phone(person.phone)
    yield item, "street", words(f"{address.street} {address.street2}")
    yield item, "city", words(address.city)
    yield item, "state", address.state.upper()
    yield item, "zip", _zip(address)
    yield item, "area code", area
    yield item, "phone", number


def _accident(claim: Claim) -> Iterator[Field]:
    kind = claim.accident.kind if claim.accident else ""
    for item, cause in (("10a", "employment"), ("10b", "auto"), ("10c", "other")):
        yield item, "yes" if cause == kind else "no", "X"
    if claim.accident and kind == "auto":
        yield "10b", "state", claim.accident.state.upper()


def _insured(claim: Claim) -> Iterator[Field]:
    number = solid(claim.payer_claim_number)
    yield "11", "number", solid(claim.subscriber.group_number)
    yield from _birth("11a", claim.subscriber)
    yield "11b", fields("11b")[0], f"{CLAIM_NUMBER} {number}" if number else ""
    yield "11c", "name", words(claim.payer.name)
    yield "11d", "no", "X"
    yield "12", "text", ON_FILE if claim.release_of_information else ""
    yield "13", "text", ON_FILE if claim.signature_on_file else ""


def _dates(claim: Claim) -> Iterator[Field]:
    began = claim.onset or (claim.accident.on if claim.accident else None)
    if began:
        yield from _day("14", began)
        yield "14", "qualifier", ONSET


def _referring(claim: Claim) -> Iterator[Field]:
    who = claim.referring_provider
    if who:
        yield "17", "qualifier", REFERRING
        yield "17", "name", _spoken(who)
        yield "17b", "npi", who.npi
    yield "20", "no", "X"


def _diagnoses(claim: Claim) -> Iterator[Field]:
    yield "21", "ICD indicator", ICD10
    for letter, code in zip(LETTERS, claim.diagnoses, strict=False):
        yield "21", letter, icd10cm.compact(code)


def _numbers(claim: Claim) -> Iterator[Field]:
    if claim.frequency != "1":
        yield "22", "code", claim.frequency
        yield "22", "original number", solid(claim.original_reference)
    yield "23", "number", solid(claim.authorization_number or claim.referral_number)


def _service(claim: Claim, line: Line) -> Iterator[Field]:
    for end in ("from", "to"):
        yield "24A", f"{end} month", f"{line.on:%m}"
        yield "24A", f"{end} day", f"{line.on:%d}"
        yield "24A", f"{end} year", f"{line.on:%y}"
    yield "24B", "pos", line.place_of_service or claim.place_of_service
    yield "24D", "code", procedure.compact(line.code)
    yield "24D", "modifiers", " ".join(map(modifier.compact, line.modifiers))
    yield "24E", "pointers", "".join(LETTERS[p - 1] for p in line.pointers if 1 <= p <= len(LETTERS))
    yield "24F", "amount", _amount("24F", line.charge)
    yield "24G", "units", str(line.units)
    treating = claim.rendering_provider
    if treating.taxonomy:
        yield "24I", "qualifier", TAXONOMY
        yield "24J", "other id", treating.taxonomy
    yield "24J", "npi", treating.npi


def _foot(claim: Claim, lines: Sequence[Line]) -> Iterator[Field]:
    bill = claim.billing_provider
    yield "25", "id", "".join(c for c in bill.tax_id if c.isdigit())
    yield "25", "ein" if bill.tax_id_kind == "EI" else "ssn", "X" if bill.tax_id else ""
    yield "26", "number", claim.control_number.replace("-", "")
    yield "27", "yes" if claim.accept_assignment else "no", "X"
    yield "28", "amount", _amount("28", sum((line.charge for line in lines), Decimal(0)))
    yield "31", "text", ON_FILE
    yield "31", "date", f"{claim.prepared_on:%m %d %y}"


def _provider(claim: Claim) -> Iterator[Field]:
    bill, place = claim.billing_provider, claim.facility
    if place:
        yield from _at("32", words(place.name), place.address, place.npi)
    elif claim.place_of_service != AT_HOME:
        yield from _at("32", _spoken(bill), bill.address, bill.npi)
    area, number = _phone(bill.phone)
    yield "33", "area code", area
    yield "33", "phone", number
    yield from _at("33", _spoken(bill), bill.address, bill.npi)
    if bill.taxonomy:
        yield "33b", "qualifier", TAXONOMY
        yield "33b", "number", bill.taxonomy


def _at(item: str, name: str, address: Address, npi: str) -> Iterator[Field]:
    yield item, "name", name
    yield item, "street", words(f"{address.street} {address.street2}")
    yield item, "city state zip", _city_line(address)
    yield f"{item}a", "npi", npi


def _birth(item: str, person: Person) -> Iterator[Field]:
    yield from _day(item, person.birth_date)
    box = {"M": "male", "F": "female"}.get(person.sex)
    if box:
        yield item, box, "X"


def _day(item: str, on: date) -> Iterator[Field]:
    yield item, "month", f"{on:%m}"
    yield item, "day", f"{on:%d}"
    yield item, "year", f"{on:%Y}"


def words(text: str) -> str:
    """``text`` in plain capitals with no punctuation but hyphens, as names and addresses are printed."""
    kept = "".join(c if c.isalnum() or c in " -" else "" if c in ".'’" else " " for c in plain(text))
    return " ".join(kept.split())


def solid(text: str) -> str:
    """``text`` in capitals without blanks and hyphens, as numbers are printed."""
    return plain(text).replace(" ", "").replace("-", "")


def _name(person: Person) -> str:
    parts = (words(person.family), words(person.given), words(person.middle)[:1])
    return ", ".join(p for p in parts if p)


def _spoken(who: Provider) -> str:
    return words(who.name or f"{who.given} {who.family}")


def _city_line(address: Address) -> str:
    return words(f"{address.city} {address.state} {_zip(address)}")


def _zip(address: Address) -> str:
    digits = "".join(c for c in address.zip_code if c.isdigit())
    return f"{digits[:5]}-{digits[5:]}" if len(digits) == 9 else digits


def _phone(text: str) -> tuple[str, str]:
    """Area code and number. A leading 1 is the country's."""
    digits = "".join(c for c in text if c.isdigit())
    digits = digits[1:] if len(digits) == 11 and digits.startswith("1") else digits
    return (digits[:3], digits[3:]) if len(digits) == 10 else ("", digits)


def _amount(item: str, amount: Decimal) -> str:
    """Dollars and cents with a blank for the point, pushed to the right edge of the field."""
    return f"{amount:.2f}".replace(".", " ").rjust(places()[item, "amount"].width)

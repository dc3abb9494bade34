"""Days, hours, addresses and names as papers print them, and the letterhead they share."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from medmassage.clinic.models import Clinic, Patient, Physician, Therapist
from medmassage.clinic.models.address import AddressFields

DOT = " · "
NOTHING = "–"


def day(on: date) -> str:
    """``12 Dec 2026``: on paper the year always stands."""
    return f"{on.day} {on:%b %Y}"


def span(first: date, last: date) -> str:
    """``on 3 Nov 2026``, ``from 3 Nov to 12 Dec 2026``."""
    if first == last:
        return f"on {day(first)}"
    start = f"{first.day} {first:%b}" if first.year == last.year else day(first)
    return f"from {start} to {day(last)}"


def hour(at: time | datetime) -> str:
    """``8:30 am``."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def moment(at: datetime) -> str:
    """``12 Dec 2026, 8:30 am``."""
    return f"{day(at)}, {hour(at)}"


def some(count: int, one: str, many: str = "") -> str:
    """``1 visit``, ``2 visits``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def phone(text: str) -> str:
    """``410-555-0142``; anything but ten digits stays as it was typed."""
    digits = "".join(c for c in text if c.isdigit())
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}" if len(digits) == 10 else text


def zip_code(text: str) -> str:
    """Five digits, or nine with the hyphen."""
    return f"{text[:5]}-{text[5:]}" if len(text) == 9 and text.isdigit() else text


def address(row: AddressFields) -> list[str]:
    """Street and city line; what is not on file is left out."""
    city = " ".join(part for part in (row.address_state, zip_code(row.zip_code)) if part)
    town = ", ".join(part for part in (row.city, city) if part)
    street = ", ".join(part for part in (row.street, row.street2) if part)
    return [line for line in (street, town) if line]


def addressed(name: str, row: AddressFields) -> str:
    """Name and address, one line each."""
    return "\n".join([name, *address(row)])


def therapist(who: Therapist, state: str) -> str:
    """Name with the papers held in this state: ``Theo Marchetti, LMT (MD M05120)``."""
    held = [p for p in who.credentials.all() if p.state == state]
    papers = [f"{p.code} ({' '.join(part for part in (p.state, p.number) if part)})" for p in held]
    return ", ".join(dict.fromkeys([str(who), *papers]))


def physician(who: Physician) -> str:
    """Name and NPI."""
    return DOT.join(part for part in (str(who), who.npi and f"NPI {who.npi}") if part)


def paper(clinic: Clinic, title: str, foot: Iterable[str]) -> dict[str, Any]:
    """What every paper has: its title, the clinic's letterhead, and a foot that says whose page it is."""
    reach = [phone(clinic.phone) if clinic.phone else "", f"NPI {clinic.npi}" if clinic.npi else ""]
    lines = [DOT.join(address(clinic)), DOT.join(part for part in reach if part)]
    demo = ["Demo: nobody here is real"] if clinic.is_demo else []
    return {
        "title": title,
        "letterhead": {"name": clinic.name, "lines": [line for line in lines if line]},
        "foot": DOT.join([*foot, *demo]),
    }


def whose(patient: Patient) -> list[str]:
    """Name and birth date, on the foot of each page of a record."""
    return [str(patient), f"born {day(patient.birth_date)}"]

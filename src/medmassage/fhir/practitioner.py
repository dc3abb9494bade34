"""Practitioner: who wrote the order."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from medmassage.codes import npi
from medmassage.codes.errors import CodeError
from medmassage.fhir import people
from medmassage.fhir.said import caution, stop
from medmassage.fhir.values import Node
from medmassage.finding import Basis, Finding

CHECK_DIGIT = (Basis("45 CFR 162.406: an NPI ends in a check digit"),)
LONGEST = {"given": 35, "phone": 20, "fax": 20, "street": 55, "street2": 55, "city": 30, "zip_code": 10}


@dataclass(frozen=True, slots=True)
class PhysicianFacts:
    """The referring provider as the order names them; empty words were not said."""

    given: str
    family: str
    npi: str
    phone: str = ""
    fax: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    address_state: str = ""
    zip_code: str = ""

    def to_dict(self) -> dict[str, str]:
        """As the record of a physician takes them."""
        return asdict(self)


def read(resource: Node) -> tuple[PhysicianFacts, tuple[Finding, ...]]:
    """The facts of a Practitioner, and what is missing or wrong in it."""
    name = people.name(resource)
    numbers = people.npis(resource)
    facts = {
        "given": name.given, "phone": people.reach(resource, "phone"), "fax": people.reach(resource, "fax"),
        **asdict(people.address(resource)),
    }  # fmt: skip
    dropped = [key for key, most in LONGEST.items() if len(facts[key]) > most]
    kept = {key: "" if key in dropped else value for key, value in facts.items()}
    number = npi.compact(numbers[0]) if len(numbers) == 1 else ""
    physician = PhysicianFacts(family=name.family, npi=number, **kept)
    return physician, (*_name(name.family), *_number(numbers), *_dropped(dropped))


def _name(family: str) -> Iterator[Finding]:
    if not family:
        yield stop(
            "physician_name_missing", "The referring provider's last name is not said.",
            "Ask the office who wrote the order.", "Practitioner.name.family",
        )  # fmt: skip
    elif len(family) > 60:
        yield stop(
            "physician_name_long", "The referring provider's last name is longer than 60 letters.",
            "Ask the office for the name as it stands with the NPI.", "Practitioner.name.family",
        )  # fmt: skip


def _number(numbers: tuple[str, ...]) -> Iterator[Finding]:
    where = "Practitioner.identifier"
    if not numbers:
        yield stop("npi_missing", "The referring provider's NPI is not said.", "Ask the office for it.", where)
    elif len(numbers) > 1:
        both = " and ".join(numbers[:2])
        yield stop("npi_contradictory", f"Two NPIs are given: {both}.", "Ask the office which one holds.", where)
    else:
        try:
            npi.validate(numbers[0])
        except CodeError as wrong:
            yield stop("npi_wrong", f"The referring provider's NPI: {wrong}", "Ask the office.", where, CHECK_DIGIT)


def _dropped(names: list[str]) -> Iterator[Finding]:
    for name in names:
        what = name.replace("_", " ")
        yield caution(
            "left_out", f"The referring provider's {what} is longer than the record keeps and was left out.",
            "Type it in by hand.", f"Practitioner.{name}",
        )  # fmt: skip

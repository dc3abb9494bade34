"""Patient: who is to be treated."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from medmassage.fhir import people
from medmassage.fhir.said import caution, stop
from medmassage.fhir.values import Node, day, text
from medmassage.finding import Finding

SEXES = {"female": "F", "male": "M"}
# What the records keep; longer words are not cut silently.
REQUIRED = {"given": 35, "family": 60}
LONGEST = {
    "middle": 25, "phone": 20, "email": 254, "street": 55, "street2": 55, "city": 30, "zip_code": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """The patient as the order names them; empty words were not said."""

    given: str
    family: str
    birth_date: date | None
    middle: str = ""
    sex: str = "U"
    phone: str = ""
    email: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    address_state: str = ""
    zip_code: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As the record of a patient takes them."""
        return asdict(self)


def read(resource: Node) -> tuple[PatientFacts, tuple[Finding, ...]]:
    """The facts of a Patient, and what is missing in it."""
    name = people.name(resource)
    facts: dict[str, Any] = {
        "given": name.given, "middle": name.middle, "family": name.family,
        "phone": people.reach(resource, "phone"), "email": people.reach(resource, "email"),
        **asdict(people.address(resource)),
    }  # fmt: skip
    born = day(text(resource, "birthDate"))
    dropped = [key for key, most in LONGEST.items() if len(facts[key]) > most]
    kept = {key: "" if key in dropped else value for key, value in facts.items()}
    sex = SEXES.get(text(resource, "gender"), "U")
    return PatientFacts(birth_date=born, sex=sex, **kept), (*_missing(name, born), *_dropped(dropped))


def _missing(name: people.Name, born: date | None) -> Iterator[Finding]:
    if not (name.given and name.family):
        said = f"“{name.given or name.family}”" if name.given or name.family else "nothing"
        yield stop(
            "patient_name_missing", f"The patient's first and last name are not both there: {said} is given.",
            "Ask the office to send the order with the patient's full name.", "Patient.name",
        )  # fmt: skip
    for part, most in REQUIRED.items():
        if len(getattr(name, part)) > most:
            yield stop(
                "patient_name_long", f"The patient's {part} name is longer than {most} letters.",
                "Ask the office for the name as the plan has it.", f"Patient.name.{part}",
            )  # fmt: skip
    if born is None:
        yield stop(
            "patient_birth_date_missing", "The patient's birth date is not said as a whole date.",
            "Ask the office for it.", "Patient.birthDate",
        )  # fmt: skip


def _dropped(names: list[str]) -> Iterator[Finding]:
    for name in names:
        yield caution(
            "left_out", f"The patient's {name.replace('_', ' ')} is longer than the record keeps and was left out.",
            "Type it in by hand.", f"Patient.{name}",
        )  # fmt: skip

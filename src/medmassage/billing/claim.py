"""A claim as it is sent: frozen, complete, the same for the record, the JSON schema and the claims table."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from medmassage.money import ZERO


class Part(BaseModel):
    """Frozen, and nothing that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Address(Part):
    """Where somebody is. ``zip_code`` holds five or nine digits."""

    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""


class Payer(Part):
    """Who is asked to pay. ``profile`` names the payer's habits (``billing/payers``)."""

    name: str
    payer_id: str
    kind: str
    profile: str
    address: Address = Address()


class License(Part):
    """A paper that lets the rendering provider practise."""

    code: str
    state: str
    number: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Provider(Part):
    """A person (``family`` and ``given``) or an organization (``name``)."""

    npi: str = ""
    name: str = ""
    family: str = ""
    given: str = ""
    tax_id: str = ""
    tax_id_kind: Literal["EI", "SY"] = "EI"
    taxonomy: str = ""
    address: Address = Address()
    phone: str = ""
    licenses: tuple[License, ...] = ()


class Person(Part):
    """A person as the payer has them on file."""

    family: str
    given: str = ""
    middle: str = ""
    birth_date: date
    sex: Literal["F", "M", "U"] = "U"
    address: Address = Address()
    phone: str = ""


class Subscriber(Person):
    """Whose insurance it is; ``relationship`` is the patient's to them."""

    member_id: str
    group_number: str = ""
    relationship: Literal["self", "spouse", "child", "other"] = "self"


class Line(Part):
    """One service on one day. ``pointers`` count the diagnoses from 1; ``minutes`` is hands-on time."""

    on: date
    code: str
    modifiers: tuple[str, ...] = ()
    pointers: tuple[int, ...] = (1,)
    units: int
    minutes: int | None = None
    starts: str | None = None
    charge: Decimal = Field(max_digits=12, decimal_places=2)
    place_of_service: str | None = None


class Unbilled(Part):
    """Timed work of a day that earned no unit of its own; by some rules its minutes still count in the day's total."""

    on: date
    code: str
    minutes: int = Field(ge=0)


class Accident(Part):
    """What caused the condition, when, and in which state."""

    kind: Literal["auto", "employment", "other"]
    on: date
    state: str = ""


class Facility(Part):
    """Where the service was given, when not at the billing provider's."""

    name: str
    npi: str = ""
    address: Address = Address()


class Claim(Part):
    """One claim. Amounts are US dollars; dates are civil dates at the clinic."""

    control_number: str
    frequency: Literal["1", "7", "8"] = "1"
    prepared_on: date
    payer: Payer
    billing_provider: Provider
    rendering_provider: Provider
    referring_provider: Provider | None = None
    subscriber: Subscriber
    patient: Person
    diagnoses: tuple[str, ...]
    place_of_service: str = "11"
    setting: str = ""
    lines: tuple[Line, ...]
    unbilled: tuple[Unbilled, ...] = ()
    total_charge: Decimal | None = None
    accident: Accident | None = None
    onset: date | None = None
    referral_number: str = ""
    authorization_number: str = ""
    payer_claim_number: str = ""
    original_reference: str = ""
    accept_assignment: bool = True
    signature_on_file: bool = True
    release_of_information: bool = True
    note_signed: bool = True
    facility: Facility | None = None

    @property
    def total(self) -> Decimal:
        """The sum of the lines' charges."""
        return sum((line.charge for line in self.lines), ZERO)

    def line_control(self, number: int) -> str:
        """The number a remittance gives back for the line (from 1)."""
        return f"{self.control_number}L{number}"


def schema() -> dict[str, Any]:
    """The claim as JSON Schema."""
    return Claim.model_json_schema()

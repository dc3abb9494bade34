"""The invented people of the demo clinic. No one here is real; numbers only have the right check digits."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

PASSWORD = "juniper-street-demo"  # noqa: S105  # printed on purpose: the demo holds invented people only
OWNER = ("Rosa Lindqvist", "rosa@demo.example", "owner")
STAFF = [
    ("Theo Marchetti", "theo@demo.example", "therapist"),
    ("Noor Baptiste", "noor@demo.example", "therapist"),
    ("Fern Okafor", "fern@demo.example", "front_desk"),
    ("Bea Lindholm", "bea@demo.example", "biller"),
]
LOGINS = [(email, PASSWORD, role) for _, email, role in (OWNER, *STAFF)]

CLINIC: dict[str, Any] = {
    "name": "Juniper Street Clinic",
    "state": "MD",
    "npi": "1992999825",
    "tax_id": "521234567",
    "phone": "4105550142",
    "street": "18 Juniper Street",
    "city": "Baltimore",
    "address_state": "MD",
    "zip_code": "212010001",
    "setting": "medical_clinic",
    "place_of_service": "11",
    "mfa_required": False,
}
# The fee for manual therapy is set later in the story, when a claim stops for want of it.
FEES = {"97124": Decimal("42.00"), "97010": Decimal("12.00")}


class Paper(NamedTuple):
    """A paper of a wallet. Its end and the looks at its register count in days from the day of the story, so that no
    paper of the demo ever runs out; ``left``: days until its end, ``seen``: days since somebody asked the register.
    """

    kind: str
    starts: date | None
    left: int | None
    seen: int | None = None
    code: str = ""
    state: str = ""
    issuer: str = ""
    number: str = ""


def _license(code: str, state: str, number: str, starts: date, left: int | None, seen: int | None) -> Paper:
    return Paper("license", starts, left, seen, code=code, state=state, number=number)


def _cover(number: str, starts: date, left: int) -> Paper:
    return Paper("liability", starts, left, issuer="Lantern Mutual (invented)", number=number)


def _cpr(starts: date, left: int) -> Paper:
    return Paper("cpr", starts, left, issuer="Harbor Safety Classes (invented)")


THERAPISTS: list[dict[str, Any]] = [
    {
        "given": "Rosa",
        "family": "Lindqvist",
        "npi": "1245319599",
        "email": OWNER[1],
        "papers": [
            _license("LMT", "MD", "M04711", date(2019, 11, 1), 341, 22),
            Paper("certification", date(2022, 5, 9), 530, 40, code="BCTMB", issuer="NCBTMB", number="B118204"),
            _cover("LM-70412", date(2024, 3, 1), 205),
            _cpr(date(2025, 2, 14), 410),
        ],
    },
    {
        "given": "Theo",
        "family": "Marchetti",
        "npi": "1033167382",
        "email": STAFF[0][1],
        "papers": [
            _license("LMT", "MD", "M05120", date(2021, 11, 1), 341, 22),
            _cover("LM-71533", date(2024, 1, 6), 38),
            _cpr(date(2025, 6, 2), 300),
            Paper("enrollment", date(2022, 1, 10), None, issuer="Harbor Health Plan (invented)", number="HHP-P-2214"),
        ],
    },
    {
        "given": "Ines",
        "family": "Oyelaran",
        "npi": "1376589127",
        "email": "",
        "papers": [
            _license("RMP", "MD", "R01877", date(2018, 11, 1), None, None),
            _cover("LM-70980", date(2024, 9, 1), 260),
        ],
    },
    {
        "given": "Noor",
        "family": "Baptiste",
        "npi": "1700987393",
        "email": STAFF[1][1],
        "papers": [
            _license("LMT", "WA", "MA60912", date(2022, 3, 14), 110, 50),
            _cover("LM-72007", date(2024, 4, 20), 150),
            _cpr(date(2025, 9, 8), 275),
            Paper("enrollment", date(2022, 4, 1), None, issuer="Washington State Fund (invented)", number="0417720"),
        ],
    },
]
OF_THE_CLINIC = [_cover("LM-50018", date(2023, 7, 1), 215)]
# What each patient signed at the first visit; words of the law room's vocabulary.
SIGNED = ("consent", "health_history", "assessment")

PHYSICIAN: dict[str, str] = {
    "given": "Priya", "family": "Ashgrove", "npi": "1234567893", "phone": "4105550177",
    "street": "400 Harbor Way", "city": "Baltimore", "address_state": "MD", "zip_code": "212020002",
}  # fmt: skip

WASHINGTON_FUND: dict[str, str] = {
    "name": "Washington State Fund (invented)", "payer_id": "WALNI", "kind": "workers_comp",
    "profile": "wa_lni", "street": "PO Box 44269", "city": "Olympia", "address_state": "WA", "zip_code": "985044269",
}  # fmt: skip
HARBOR_PLAN: dict[str, str] = {
    "name": "Harbor Health Plan (invented)", "payer_id": "HARB1", "kind": "commercial", "profile": "commercial",
    "street": "PO Box 100", "city": "Baltimore", "address_state": "MD", "zip_code": "212020100",
}  # fmt: skip

_HOME = {"city": "Baltimore", "address_state": "MD", "zip_code": "212110007"}
PATIENTS: dict[str, dict[str, Any]] = {
    "Silas": {"family": "Brandt", "birth_date": date(1954, 9, 17), "sex": "M", "street": "31 Linden Row", **_HOME},
    "Odile": {"family": "Ferrant", "birth_date": date(1969, 1, 28), "sex": "F", "street": "5 Ferry Street", **_HOME},
    "June": {"family": "Castellan", "birth_date": date(1990, 6, 3), "sex": "F", "street": "12 Mill Walk", **_HOME},
    "Marek": {"family": "Dvorsky", "birth_date": date(1978, 11, 9), "sex": "M", "street": "88 Anchor Road", **_HOME},
    "Wendell": {
        "family": "Achterberg", "birth_date": date(1985, 2, 20), "sex": "M", "street": "210 Orchard Avenue",
        "city": "Spokane", "address_state": "WA", "zip_code": "992010210",
    },
}  # fmt: skip
# What is on file before today; kind and words.
HEALTH: dict[str, tuple[tuple[str, str], ...]] = {
    "Silas": (("condition", "shoulder pain"),),
    "Odile": (("condition", "low back pain"),),
    "June": (("condition", "tension headache"),),
    "Marek": (("condition", "low back pain"),),
    "Wendell": (("condition", "shoulder pain"),),
}
CASES: dict[str, dict[str, Any]] = {
    "Silas": {
        "title": "Shoulder pain", "member_id": "HHP311902", "diagnoses": ("M25.511",), "visits": 8, "days": 56,
        "regions": ("scapula",),
    },
    "Odile": {
        "title": "Low back pain", "member_id": "HHP118027", "diagnoses": ("M54.59",), "visits": 6, "days": 42,
        "regions": ("low_back",),
    },
    "June": {"title": "Tension headaches, paid by herself"},
    "Marek": {
        "title": "Low back pain", "member_id": "HHP660143", "diagnoses": ("M54.50",), "visits": None, "days": 42,
        "regions": ("low_back",),
    },
    "Wendell": {
        "title": "Shoulder strain at work", "diagnoses": ("S46.011A",), "visits": 6, "days": 42,
        "regions": ("scapula",),
    },
}  # fmt: skip

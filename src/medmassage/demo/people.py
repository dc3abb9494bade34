"""The invented people of the demo clinic. No one here is real; numbers only have the right check digits."""

from datetime import date
from decimal import Decimal
from typing import Any

PASSWORD = "juniper-street-demo"  # noqa: S105  # printed on purpose: the demo holds invented people only
OWNER = ("Rosa Lindqvist", "rosa@demo.example", "owner")
STAFF = [
    ("Theo Marchetti", "theo@demo.example", "therapist"),
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
FEES = {"97124": Decimal("42.00"), "97140": Decimal("46.00"), "97010": Decimal("12.00")}

# Given, family, NPI, sign-in, papers: (code, state, number, from, to, checked with the issuer).
THERAPISTS: list[dict[str, Any]] = [
    {
        "given": "Rosa", "family": "Lindqvist", "npi": "1245319599", "email": OWNER[1],
        "papers": [("LMT", "MD", "M04711", date(2019, 11, 1), date(2027, 10, 31), date(2026, 11, 2))],
    },
    {
        "given": "Theo", "family": "Marchetti", "npi": "1033167382", "email": STAFF[0][1],
        "papers": [("LMT", "MD", "M05120", date(2021, 11, 1), date(2027, 10, 31), date(2026, 11, 2))],
    },
    {
        "given": "Ines", "family": "Oyelaran", "npi": "1376589127", "email": "",
        "papers": [("RMP", "MD", "R01877", date(2018, 11, 1), None, None)],
    },
    {
        "given": "Noor", "family": "Baptiste", "npi": "1700987393", "email": "",
        "papers": [("LMT", "WA", "MA60912", date(2022, 3, 14), date(2027, 3, 14), date(2026, 10, 5))],
    },
]  # fmt: skip

PHYSICIAN: dict[str, str] = {
    "given": "Priya", "family": "Ashgrove", "npi": "1234567893", "phone": "4105550177",
    "street": "400 Harbor Way", "city": "Baltimore", "address_state": "MD", "zip_code": "212020002",
}  # fmt: skip

WASHINGTON_FUND: dict[str, str] = {
    "name": "Washington State Fund (invented)", "payer_id": "WALNI", "kind": "workers_comp",
    "profile": "wa_lni", "street": "PO Box 44269", "city": "Olympia", "address_state": "WA", "zip_code": "985044269",
}  # fmt: skip

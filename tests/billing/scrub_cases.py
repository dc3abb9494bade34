"""For each rule of the fourth gate a claim that meets it and one just on the other side of its edge."""

from typing import Any, NamedTuple

from billing.making import DEPENDENT, WORK_INJURY, line

MEDICARE = {"payer.kind": "medicare", "payer.profile": "medicare"}
VA = {"payer.kind": "va", "payer.profile": "va_community_care"}
AUTO = {
    "payer.kind": "auto",
    "payer.profile": "auto_pip",
    "accident": {"kind": "auto", "on": "2026-11-02", "state": "MD"},
    "payer_claim_number": "A-55",
}
HOSPITAL = {
    "name": "Chesapeake General Hospital",
    "npi": "1033167382",
    "address": {"street": "400 Bay Street", "city": "Baltimore", "state": "MD", "zip_code": "212015544"},
}
LICENSE = {"code": "LMT", "state": "MD", "valid_from": "2024-11-19", "valid_to": "2026-11-18"}
FIRST = "lines[0]"


class Case(NamedTuple):
    """What meets the rule, where its finding points, and what just does not meet it."""

    rule: str
    meets: dict[str, Any]
    subject: str
    misses: dict[str, Any] = {}


def services(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"lines": list(lines), "total_charge": None, **more}


def codes(*numbers: str) -> list[str]:
    """So many different diagnoses."""
    return [f"M25.5{n}" for n in numbers]


TWELVE = codes(*(f"{n:02d}" for n in range(12)))

CASES = [
    Case("claim.control_number", {"control_number": "X" * 21}, "control_number", {"control_number": "X" * 20}),
    Case("claim.control_number", {"control_number": ""}, "control_number", {"control_number": "1"}),
    Case(
        "claim.reference_missing",
        {"frequency": "7"},
        "original_reference",
        {"frequency": "7", "original_reference": "B1"},
    ),
    Case("claim.reference_missing", {"frequency": "8"}, "original_reference", {"frequency": "1"}),
    Case(
        "claim.reference_unexpected",
        {"original_reference": "B1"},
        "original_reference",
        {"frequency": "8", "original_reference": "B1"},
    ),
    Case("claim.payer_profile", {"payer.profile": "no such"}, "payer.profile", VA),
    Case("claim.payer_missing", {"payer.payer_id": ""}, "payer.payer_id", {"payer.payer_id": "1"}),
    Case("claim.payer_missing", {"payer.name": ""}, "payer.payer_id"),
    Case(
        "claim.therapist_not_paid", MEDICARE, "payer.profile", {**MEDICARE, "rendering_provider.taxonomy": "225100000X"}
    ),
    Case("claim.therapist_paid_unknown", {}, "payer.profile", VA),
    Case(
        "claim.referral_missing",
        {"referring_provider": None},
        "referring_provider",
        {"referring_provider": None, "payer.profile": "self_pay"},
    ),
    Case(
        "claim.authorization_missing",
        {**VA, "authorization_number": ""},
        "authorization_number",
        {"authorization_number": "", "payer.profile": "self_pay"},
    ),
    Case("claim.authorization_unknown", {"authorization_number": ""}, "authorization_number"),
    Case("claim.accident_missing", {**WORK_INJURY, "accident": None}, "accident", WORK_INJURY),
    Case(
        "claim.accident_other_payer",
        {"accident": {"kind": "auto", "on": "2026-11-02", "state": "MD"}},
        "accident.kind",
        {"accident": {"kind": "other", "on": "2026-11-02"}},
    ),
    Case("claim.accident_kind", {**WORK_INJURY, "accident": AUTO["accident"]}, "accident.kind", WORK_INJURY),
    Case("claim.accident_kind", {**AUTO, "accident": WORK_INJURY["accident"]}, "accident.kind", AUTO),
    Case("claim.accident_state", {**AUTO, "accident": {"kind": "auto", "on": "2026-11-02"}}, "accident.state", AUTO),
    Case(
        "claim.accident_date",
        {**AUTO, "accident": {"kind": "auto", "on": "2026-11-19", "state": "MD"}},
        "accident.on",
        {**AUTO, "accident": {"kind": "auto", "on": "2026-11-18", "state": "MD"}},
    ),
    Case("claim.claim_number_missing", {**WORK_INJURY, "payer_claim_number": ""}, "payer_claim_number", WORK_INJURY),
    Case("claim.onset_after_service", {"onset": "2026-11-19"}, "onset", {"onset": "2026-11-18"}),
    Case("claim.filing_late", {"lines[1].on": "2026-08-21"}, "lines[1].on", {"lines[1].on": "2026-08-22"}),
    Case(
        "claim.filing_late",
        {"lines[1].on": "2026-01-02"},
        "lines[1].on",
        {"lines[1].on": "2026-01-02", "frequency": "7", "original_reference": "B1"},
    ),
    Case("claim.filing_soon", {"lines[0].on": "2026-09-05"}, f"{FIRST}.on", {"lines[0].on": "2026-09-06"}),
    Case("claim.filing_soon", {"lines[0].on": "2026-08-22"}, f"{FIRST}.on", {"lines[0].on": "2026-08-21"}),
    Case("claim.filing_unknown", AUTO, "payer.profile"),
    Case("claim.note_unsigned", {"note_signed": False}, "note_signed"),
    Case("claim.signature", {"signature_on_file": False}, "signature_on_file"),
    Case("claim.release", {"release_of_information": False}, "release_of_information"),
    Case("claim.license_unknown", {"rendering_provider.licenses": []}, "rendering_provider.licenses"),
    Case(
        "claim.license_expired",
        {"rendering_provider.licenses": [LICENSE]},
        "rendering_provider.licenses",
        {"rendering_provider.licenses": [{**LICENSE, "valid_to": "2026-11-19"}]},
    ),
    Case(
        "claim.license_expired",
        {"rendering_provider.licenses": [{**LICENSE, "valid_from": "2026-11-19", "valid_to": "2028-01-01"}]},
        "rendering_provider.licenses",
        {"rendering_provider.licenses": [{**LICENSE, "valid_from": "2026-11-18", "valid_to": "2028-01-01"}]},
    ),
    Case(
        "claim.license_end_unknown",
        {"rendering_provider.licenses": [{**LICENSE, "valid_to": None}]},
        "rendering_provider.licenses",
    ),
    Case("claim.diagnosis_missing", {"diagnoses": []}, "diagnoses", {"diagnoses": ["M54.2"]}),
    Case("claim.diagnosis_many", {"diagnoses": [*TWELVE, "M54.2"]}, "diagnoses", {"diagnoses": TWELVE}),
    Case(
        "claim.diagnosis_external_first",
        {"diagnoses": ["V43.52XA", "S13.4XXA"]},
        "diagnoses[0]",
        {"diagnoses": ["S13.4XXA", "V43.52XA"]},
    ),
    Case("claim.diagnosis_form", {"diagnoses": ["M54.2", "M54.5"]}, "diagnoses[1]", {"diagnoses": ["M54.2", "M54.50"]}),
    Case("claim.diagnosis_form", {"diagnoses": ["", "M54.2"]}, "diagnoses[0]"),
    Case("claim.diagnosis_twice", {"diagnoses": ["M54.2", "m542"]}, "diagnoses[1]"),
    Case("claim.total", {"total_charge": "225.01"}, "total_charge", {"total_charge": None}),
    Case("claim.no_lines", services(), "lines", services(line())),
    Case(
        "claim.many_lines",
        services(*[line(charge=str(n)) for n in range(1, 52)]),
        "lines",
        services(*[line(charge=str(n)) for n in range(1, 51)]),
    ),
    Case(
        "claim.npi_missing",
        {"rendering_provider.npi": ""},
        "rendering_provider.npi",
        {"facility": {**HOSPITAL, "npi": ""}},
    ),
    Case("claim.npi", {"billing_provider.npi": "1234567890"}, "billing_provider.npi"),
    Case("claim.npi", {"rendering_provider.npi": "1992999826"}, "rendering_provider.npi"),
    Case("claim.npi", {"referring_provider.npi": "103316738"}, "referring_provider.npi"),
    Case("claim.npi", {"facility": {**HOSPITAL, "npi": "1033167383"}}, "facility.npi", {"facility": HOSPITAL}),
    Case("claim.provider_name", {"referring_provider.given": ""}, "referring_provider.name"),
    Case("claim.provider_name", {"billing_provider.name": ""}, "billing_provider.name"),
    Case("claim.provider_name", {"facility": {**HOSPITAL, "name": ""}}, "facility.name", {"facility": HOSPITAL}),
    Case("claim.referring_person", {"referring_provider.name": "Northside Clinic"}, "referring_provider.name"),
    Case("claim.tax_id", {"billing_provider.tax_id": ""}, "billing_provider.tax_id"),
    Case(
        "claim.tax_id",
        {"billing_provider.tax_id": "52-123456"},
        "billing_provider.tax_id",
        {"billing_provider.tax_id": "521234567"},
    ),
    Case("claim.taxonomy", {"rendering_provider.taxonomy": "225700000Y"}, "rendering_provider.taxonomy"),
    Case("claim.taxonomy_missing", {"billing_provider.taxonomy": ""}, "billing_provider.taxonomy"),
    Case("claim.address_missing", {"billing_provider.address.city": ""}, "billing_provider.address"),
    Case(
        "claim.address_missing",
        {"subscriber.address": {}},
        "subscriber.address",
        {**DEPENDENT, "subscriber.address": {}},
    ),
    Case(
        "claim.address_missing", {**DEPENDENT, "patient.address.state": ""}, "patient.address", {"patient.address": {}}
    ),
    Case(
        "claim.po_box",
        {"billing_provider.address.street": "P.O. Box 7"},
        "billing_provider.address.street",
        {"billing_provider.address.street": "7 Boxwood Road"},
    ),
    Case(
        "claim.po_box",
        {"billing_provider.address.street": "PO BOX 7"},
        "billing_provider.address.street",
        {"subscriber.address.street": "PO Box 7"},
    ),
    Case(
        "claim.zip_nine",
        {"billing_provider.address.zip_code": "21043"},
        "billing_provider.address.zip_code",
        {"billing_provider.address.zip_code": "210434512"},
    ),
    Case(
        "claim.zip",
        {"subscriber.address.zip_code": "2104"},
        "subscriber.address.zip_code",
        {"subscriber.address.zip_code": "21044-1234"},
    ),
    Case("claim.state", {"patient.address.state": "XX"}, "patient.address.state", {"patient.address.state": "PR"}),
    Case(
        "claim.facility_same",
        {
            "facility": {
                **HOSPITAL,
                "address": {
                    "street": "12 mill street",
                    "city": "Ellicott City",
                    "state": "MD",
                    "zip_code": "21043-4512",
                },
            }
        },
        "facility",
        {"facility": HOSPITAL},
    ),
    Case("claim.person_name", {"patient.given": ""}, "patient.family"),
    Case(
        "claim.birth_date",
        {"patient.birth_date": "2026-11-21"},
        "patient.birth_date",
        {"patient.birth_date": "2026-11-20"},
    ),
    Case(
        "claim.birth_date",
        {"subscriber.birth_date": "1899-12-31"},
        "subscriber.birth_date",
        {"subscriber.birth_date": "1900-01-01"},
    ),
    Case("claim.member_id_missing", {"subscriber.member_id": ""}, "subscriber.member_id"),
    Case(
        "claim.member_id",
        {"subscriber.member_id": "MHP-4455"},
        "subscriber.member_id",
        {"subscriber.member_id": "MHP4455"},
    ),
    Case("claim.self_differs", {"patient.given": "Ida"}, "subscriber.relationship", DEPENDENT),
    Case(
        "claim.self_differs", {"patient.birth_date": "1984-03-10"}, "subscriber.relationship", {"patient.given": "MAJA"}
    ),
    Case("claim.dependent_same", {"subscriber.relationship": "spouse"}, "subscriber.relationship", DEPENDENT),
    Case("claim.characters", {"payer.name": "Meridian ~ Health"}, "payer.name", {"payer.name": "Méridien"}),
    Case("claim.characters", {"authorization_number": "Nº7"}, "authorization_number", {"authorization_number": "N7"}),
    Case(
        "claim.characters",
        {"patient.address.street": "Søndergade 7"},
        "patient.address.street",
        {"patient.address.street": "Rua São João 7"},
    ),
    Case(
        "claim.service_in_future",
        {"lines[1].on": "2026-11-21", "prepared_on": "2026-11-22"},
        "lines[1].on",
        {"lines[1].on": "2026-11-20"},
    ),
    Case(
        "claim.service_before_birth",
        {"patient.birth_date": "2026-11-19"},
        f"{FIRST}.on",
        {"patient.birth_date": "2026-11-18"},
    ),
    Case("claim.service_after_prepared", {"prepared_on": "2026-11-18"}, "lines[1].on", {"prepared_on": "2026-11-19"}),
    Case("claim.code_form", {"lines[0].code": "9712"}, f"{FIRST}.code"),
    Case("claim.code_not_listed", {"lines[0].code": "97116"}, f"{FIRST}.code", {"lines[0].code": "97140"}),
    Case(
        "claim.code_not_for_massage",
        {"lines[0].code": "97161"},
        f"{FIRST}.code",
        {"lines[0].code": "97161", "rendering_provider.taxonomy": "225100000X"},
    ),
    Case("claim.code_scope", {"lines[0].code": "97530"}, f"{FIRST}.code", {"lines[0].code": "97140"}),
    Case("claim.bundled", {"lines[0].code": "97010"}, f"{FIRST}.code"),
    Case("claim.units", {"lines[0].units": 0}, f"{FIRST}.units", {"lines[0].units": 1}),
    Case(
        "claim.minutes_missing",
        {"lines[0].minutes": None},
        f"{FIRST}.minutes",
        {"lines[0].minutes": None, "lines[0].code": "97010", "lines[0].units": 1},
    ),
    Case("claim.minutes_negative", {"lines[0].minutes": -1}, f"{FIRST}.minutes", {"lines[0].minutes": 0}),
    Case(
        "claim.units_exceed_minutes",
        {"lines[0].units": 3},
        f"{FIRST}.units",
        {"lines[0].units": 3, "lines[0].minutes": 38},
    ),
    Case(
        "claim.units_exceed_minutes",
        services(line(minutes=23, units=2), line(code="97140", minutes=8, units=1, modifiers=["59"]), **VA),
        f"{FIRST}.units",
        services(line(minutes=23, units=1), line(code="97140", minutes=8, units=1, modifiers=["59"]), **VA),
    ),
    Case("claim.units_below_minutes", {"lines[0].units": 1}, f"{FIRST}.units", {"lines[0].units": 2}),
    Case(
        "claim.units_of_code",
        services(line(minutes=30, units=1), line(code="97140", minutes=15, units=2)),
        "lines[1].units",
        services(line(minutes=30, units=2), line(code="97140", minutes=15, units=1)),
    ),
    Case(
        "claim.units_untimed",
        services(line(code="97010", units=2)),
        f"{FIRST}.units",
        services(line(code="97010", units=1)),
    ),
    Case(
        "claim.units_unlikely",
        {"lines[0].units": 5, "lines[0].minutes": 75},
        f"{FIRST}.units",
        {"lines[0].units": 4, "lines[0].minutes": 60},
    ),
    Case(
        "claim.units_unlikely",
        {"lines[0].units": 5, "lines[0].minutes": 75},
        f"{FIRST}.units",
        {**AUTO, "lines[0].units": 5, "lines[0].minutes": 75},
    ),
    Case(
        "claim.charge",
        {"lines[0].charge": "0.00", "total_charge": None},
        f"{FIRST}.charge",
        {"lines[0].charge": "0.01", "total_charge": None},
    ),
    Case("claim.place_form", {"place_of_service": "1"}, "place_of_service"),
    Case("claim.place_form", {"lines[1].place_of_service": "office"}, "lines[1].place_of_service"),
    Case(
        "claim.place_not_listed",
        {"place_of_service": "77", "setting": ""},
        "place_of_service",
        {"place_of_service": "12", "setting": ""},
    ),
    Case("claim.place_remote", {"place_of_service": "02", "setting": ""}, "place_of_service"),
    Case(
        "claim.place_setting",
        {"setting": "hospital"},
        "place_of_service",
        {"setting": "hospital", "place_of_service": "22"},
    ),
    Case("claim.place_setting", {"setting": "home"}, "place_of_service", {"setting": "elsewhere"}),
    Case("claim.pointers_missing", {"lines[0].pointers": []}, f"{FIRST}.pointers"),
    Case(
        "claim.pointers_many",
        {"diagnoses": TWELVE, "lines[0].pointers": [1, 2, 3, 4, 5]},
        f"{FIRST}.pointers",
        {"diagnoses": TWELVE, "lines[0].pointers": [1, 2, 3, 4]},
    ),
    Case("claim.pointers_outside", {"lines[0].pointers": [3]}, f"{FIRST}.pointers", {"lines[0].pointers": [2]}),
    Case("claim.pointers_outside", {"lines[0].pointers": [0]}, f"{FIRST}.pointers", {"lines[0].pointers": [1]}),
    Case("claim.pointers_twice", {"lines[0].pointers": [1, 1]}, f"{FIRST}.pointers", {"lines[0].pointers": [1, 2]}),
    Case(
        "claim.modifiers_many",
        {"lines[0].modifiers": ["GP", "59", "LT", "KX", "76"]},
        f"{FIRST}.modifiers",
        {"lines[0].modifiers": ["GP", "59", "LT", "KX"]},
    ),
    Case(
        "claim.payer_modifier",
        VA,
        f"{FIRST}.modifiers",
        {**VA, "lines[0].modifiers": ["GP"], "lines[1].modifiers": ["GP"]},
    ),
    Case(
        "claim.modifier_59_with_x",
        {"lines[0].modifiers": ["59", "XS"]},
        f"{FIRST}.modifiers",
        {"lines[0].modifiers": ["XS"]},
    ),
    Case("claim.modifier_form", {"lines[0].modifiers": ["G"]}, f"{FIRST}.modifiers[0]", {"lines[0].modifiers": ["gp"]}),
    Case(
        "claim.modifier_not_listed",
        {"lines[0].modifiers": ["GP", "ZZ"]},
        f"{FIRST}.modifiers[1]",
        {"lines[0].modifiers": ["GP", "LT"]},
    ),
    Case(
        "claim.modifier_twice",
        {"lines[0].modifiers": ["GP", "GP"]},
        f"{FIRST}.modifiers[1]",
        {"lines[0].modifiers": ["GP"], "lines[1].modifiers": ["GP"]},
    ),
    Case("claim.modifier_remote", {"lines[0].modifiers": ["95"]}, f"{FIRST}.modifiers[0]"),
    Case(
        "claim.modifier_visit",
        {"lines[0].modifiers": ["25"]},
        f"{FIRST}.modifiers[0]",
        {"lines[0].modifiers": ["25"], "lines[0].code": "99213"},
    ),
    Case(
        "claim.line_twice",
        {"lines[1].on": "2026-11-18"},
        "lines[1]",
        {"lines[1].on": "2026-11-18", "lines[1].modifiers": ["76"]},
    ),
    Case(
        "claim.pair",
        services(line(code="97140"), line(code="97530")),
        "lines[1].modifiers",
        services(line(code="97140"), line(code="97530", on="2026-11-18")),
    ),
    Case(
        "claim.pair",
        services(line(code="97530"), line(code="97140")),
        f"{FIRST}.modifiers",
        services(line(code="97140"), line(code="97530"), **AUTO),
    ),
    Case(
        "claim.pair_modifier_misplaced",
        services(line(code="97140", modifiers=["59"]), line(code="97530")),
        "lines[1].modifiers",
        services(line(code="97140"), line(code="97530")),
    ),
    Case(
        "claim.pair_parted",
        services(line(code="97140"), line(code="97530", modifiers=["XS"])),
        "lines[1].modifiers",
        services(line(code="97140"), line(code="97530")),
    ),
    Case(
        "claim.pair_unverified",
        services(line(code="97140"), line(code="97124")),
        "lines[1].modifiers",
        services(line(code="97140"), line(code="97124", modifiers=["59"])),
    ),
]

# Rules that no claim can meet with the data as it stands today: their test brings a habit or an edit of its own.
WITH_OTHER_DATA = {"claim.referral_unknown", "claim.pair_never", "claim.units_never"}

"""Records become the claim that is sent: who, whom, what, under which order; nothing is made up."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from clinic.fixtures import DRAFT, booked, covered, opened, signed
from medmassage.clinic import claim_input, clock
from medmassage.clinic.models import Coverage, Fee, Payer, Visit
from medmassage.clinic.services import charting, intake, opening
from medmassage.clinic.services.outcome import Refused
from medmassage.money import ZERO

ON = date(2026, 11, 24)
TWO_CODES = replace(
    DRAFT,
    lines=(
        charting.Line("neck_back", "Swedish massage", "97124", 15, started=datetime(2026, 1, 1, 10, 0).time()),
        charting.Line("upper_back", "Mobilization", "97140", 15, datetime(2026, 1, 1, 10, 15).time(), ("59",)),
        charting.Line("upper_back", "Swedish massage", "97124", 8, started=datetime(2026, 1, 1, 10, 30).time()),
    ),
)  # fmt: skip


def made(whole, *visits, on=ON):
    return claim_input.claim(whole.owner.clinic, visits, control_number="M000000007", on=on)


@pytest.fixture
def visit(covered_case) -> Visit:
    return signed(covered_case, days_ago=7)


def test_the_parties_are_those_of_the_records(covered_case, visit):
    claim = made(covered_case, visit)
    assert (claim.control_number, claim.prepared_on, claim.frequency) == ("M000000007", ON, "1")
    assert (claim.payer.name, claim.payer.payer_id, claim.payer.address.zip_code) == (
        "Harbor Health Plan", "HARB1", "212020100",
    )  # fmt: skip
    assert (claim.billing_provider.npi, claim.billing_provider.tax_id) == ("1992999825", "521234567")
    assert (claim.billing_provider.taxonomy, claim.billing_provider.address.city) == ("225700000X", "Baltimore")
    assert (claim.rendering_provider.npi, claim.rendering_provider.family) == ("1033167382", "Marchetti")
    assert [(p.code, p.state, p.valid_to) for p in claim.rendering_provider.licenses] == [
        ("LMT", "MD", covered_case.therapist.credentials.get().valid_to)
    ]
    assert (claim.referring_provider.npi, claim.referring_provider.family) == ("1234567893", "Ashgrove")


def test_one_who_is_insured_themselves_is_subscriber_with_their_own_facts(covered_case, visit):
    claim = made(covered_case, visit)
    assert (claim.subscriber.relationship, claim.subscriber.member_id) == ("self", "HHP204811")
    assert claim.subscriber.birth_date == claim.patient.birth_date == date(1981, 4, 2)
    assert claim.subscriber.address == claim.patient.address


def test_somebody_elses_insurance_carries_their_facts(covered_case, visit):
    Coverage.objects.update(
        relationship="spouse", subscriber_family="Quillfeather", subscriber_given="Jude",
        subscriber_birth_date=date(1979, 1, 5), subscriber_sex="M",
    )  # fmt: skip
    visit = Visit.objects.get()
    claim = made(covered_case, visit)
    assert (claim.subscriber.given, claim.subscriber.birth_date, claim.subscriber.sex) == (
        "Jude",
        date(1979, 1, 5),
        "M",
    )
    assert claim.subscriber.relationship == "spouse" and claim.patient.given == "Hazel"
    assert claim.subscriber.address.street == "7 Cedar Lane"


def test_a_relationship_the_paper_does_not_know_is_other(covered_case, visit):
    Coverage.objects.update(relationship="parent", subscriber_birth_date=date(1950, 1, 5))
    assert made(covered_case, Visit.objects.get()).subscriber.relationship == "other"


def test_a_subscriber_without_birth_date_is_refused_with_the_field_to_mend(covered_case, visit):
    Coverage.objects.update(relationship="spouse")
    with pytest.raises(Refused) as said:
        made(covered_case, Visit.objects.get())
    assert said.value.field == "subscriber_birth_date" and "birth date" in str(said.value)


def test_one_line_a_code_and_day_with_minutes_summed(covered_case):
    claim = made(covered_case, signed(covered_case, 7, TWO_CODES))
    assert [(x.code, x.minutes, x.units, x.charge) for x in claim.lines] == [
        ("97124", 23, 2, Decimal("84.00")), ("97140", 15, 1, Decimal("46.00")),
    ]  # fmt: skip
    assert claim.total == Decimal("130.00")


def test_units_are_those_of_the_signed_note(covered_case, visit):
    visit.note.units = {"97124": 2}  # not what 38 minutes make: the note's count stands
    assert [x.units for x in made(covered_case, visit).lines] == [2]


def test_a_code_that_earned_no_unit_is_not_billed(covered_case):
    short = replace(DRAFT, lines=(*DRAFT.lines, charting.Line("upper_back", "Mobilization", "97140", 5)))
    assert [x.code for x in made(covered_case, signed(covered_case, 7, short)).lines] == ["97124"]


def test_a_start_is_told_only_where_the_time_was_in_one_stretch(covered_case):
    claim = made(covered_case, signed(covered_case, 7, TWO_CODES))
    assert [x.starts for x in claim.lines] == [None, "10:15"]


def test_modifiers_come_from_the_note_and_from_the_payers_habits(covered_case):
    Payer.objects.update(profile="va_community_care")
    covered_case.case.coverage.payer.refresh_from_db()
    claim = made(covered_case, signed(covered_case, 7, TWO_CODES))
    assert [x.modifiers for x in claim.lines] == [("GP",), ("59", "GP")]


def test_no_modifier_is_added_to_part_a_pair(covered_case):
    plain = replace(TWO_CODES, lines=tuple(replace(x, modifiers=()) for x in TWO_CODES.lines))
    assert [x.modifiers for x in made(covered_case, signed(covered_case, 7, plain)).lines] == [(), ()]


def test_a_missing_fee_is_a_charge_of_nothing(covered_case, visit):
    Fee.objects.all().delete()
    assert [x.charge for x in made(covered_case, visit).lines] == [ZERO]


def test_the_day_is_the_clinics_own_not_utcs(covered_case, visit):
    late = datetime(2026, 11, 20, 21, 30, tzinfo=ZoneInfo("America/New_York"))
    Visit.objects.update(starts_at=late)
    moved = Visit.objects.get()
    assert moved.starts_at.astimezone(ZoneInfo("UTC")).date() == date(2026, 11, 21)
    assert made(covered_case, moved).lines[0].on == date(2026, 11, 20)


def test_visits_stand_in_the_order_of_their_days(covered_case):
    later, earlier = signed(covered_case, 3), signed(covered_case, 10)
    claim = made(covered_case, later, earlier)
    assert [x.on for x in claim.lines] == sorted(x.on for x in claim.lines)
    assert len(claim.lines) == 2 and claim.note_signed


def test_diagnoses_and_pointers_are_those_of_the_order_each_visit_stands_under(covered_case):
    today = clock.today(covered_case.owner.clinic)
    old, new = today - timedelta(10), today - timedelta(3)
    covered_case.referral.ends_on = today - timedelta(5)
    covered_case.referral.save()
    order = intake.Order(
        written_on=today - timedelta(4), starts_on=today - timedelta(4), ends_on=today + timedelta(30), visits=4,
        diagnoses=("M62.838", "M54.2"), regions=("neck_back",), physician={"npi": "1234567893"}, order_number="R-77",
    )  # fmt: skip
    intake.referral_receive(covered_case.owner, case=covered_case.case, order=order)
    claim = made(covered_case, signed(covered_case, (today - old).days), signed(covered_case, (today - new).days))
    assert claim.diagnoses == ("M54.2", "M62.838")
    assert [x.pointers for x in claim.lines] == [(1,), (1, 2)]
    assert claim.referral_number == ""


def test_at_most_four_diagnoses_are_pointed_at(covered_case):
    covered_case.referral.diagnoses = ["M54.2", "M54.50", "M62.838", "M79.10", "G44.209"]
    covered_case.referral.save()
    claim = made(covered_case, signed(covered_case, 7))
    assert len(claim.diagnoses) == 5 and claim.lines[0].pointers == (1, 2, 3, 4)


def test_a_visit_after_the_end_stands_under_the_last_order_that_had_begun(covered_case, visit):
    covered_case.referral.ends_on = covered_case.referral.starts_on + timedelta(1)
    covered_case.referral.save()
    assert claim_input.covering(covered_case.case, clock.today(covered_case.owner.clinic)) == covered_case.referral


def test_without_an_order_nothing_is_made_up(covered_case, visit):
    before = covered_case.referral.starts_on - timedelta(1)
    assert claim_input.covering(covered_case.case, before) is None
    Visit.objects.update(starts_at=clock.at(covered_case.owner.clinic, before, datetime(2026, 1, 1, 10).time()))
    claim = made(covered_case, Visit.objects.get())
    assert claim.referring_provider is None and claim.diagnoses == () and claim.lines[0].pointers == ()


def test_the_authorization_is_the_one_that_covers_the_days(covered_case, visit):
    today = clock.today(covered_case.owner.clinic)
    for number, start, end in (("OLD", -60, -30), ("A-1", -20, 5), ("NEXT", 6, 40)):
        intake.authorization_add(
            covered_case.owner, case=covered_case.case, number=number, starts_on=today + timedelta(start),
            ends_on=today + timedelta(end),
        )  # fmt: skip
    assert made(covered_case, visit).authorization_number == "A-1"


def test_an_accident_and_the_claim_number_of_its_insurer_are_told(covered_case, visit):
    case = covered_case.case
    case.accident_kind, case.accident_on, case.accident_state = "employment", date(2026, 10, 1), "MD"
    case.save()
    Payer.objects.update(profile="workers_comp", kind="workers_comp")
    claim = made(covered_case, Visit.objects.get())
    assert (claim.accident.kind, claim.accident.on, claim.accident.state) == ("employment", date(2026, 10, 1), "MD")
    assert claim.payer_claim_number == "HHP204811"


def test_a_plan_that_knows_no_claim_number_gets_none(covered_case, visit):
    assert made(covered_case, visit).payer_claim_number == "" and made(covered_case, visit).accident is None


def test_a_visit_given_elsewhere_has_the_place_of_its_setting(covered_case, visit):
    assert made(covered_case, visit).place_of_service == "11"
    Visit.objects.update(setting="home")
    claim = made(covered_case, Visit.objects.get())
    assert (claim.setting, claim.place_of_service, claim.lines[0].place_of_service) == ("home", "12", "12")


def test_visits_of_two_therapists_are_refused_on_one_claim(covered_case, visit):
    other = opening.therapist_add(covered_case.owner, given="Rosa", family="Vance")
    second = signed(covered_case, 3)
    Visit.objects.filter(pk=second.pk).update(therapist=other)
    second.refresh_from_db()
    with pytest.raises(Refused, match="different therapists"):
        made(covered_case, visit, second)


def test_an_unsigned_note_is_told_as_such_and_bills_nothing(covered_case):
    visit = booked(covered_case, days_ago=7)
    charting.note_save(covered_case.owner, visit=visit, draft=DRAFT, version=0)
    claim = made(covered_case, Visit.objects.get())
    assert claim.note_signed is False and claim.lines == ()


def test_a_visit_without_a_note_is_not_signed(covered_case):
    assert made(covered_case, booked(covered_case, days_ago=7)).note_signed is False


def test_sender_and_receiver_of_the_file(covered_case):
    sender = claim_input.submitter(covered_case.owner.clinic)
    assert (sender.name, sender.id, sender.phone) == ("Quiet River Clinic", "521234567", "4105550142")
    taker = claim_input.receiver(covered_case.case.coverage.payer)
    assert (taker.name, taker.id) == ("Harbor Health Plan", "HARB1")


def test_fees_of_another_clinic_count_for_nothing(covered_case, visit):
    other = covered(opened("Far Hill Clinic", "owner@hill.example"), family="Hart")
    Fee.objects.filter(clinic=other.owner.clinic).update(amount=Decimal("999.00"))
    assert made(covered_case, visit).total == Decimal("126.00")


def test_minutes_that_earned_no_unit_travel_beside_the_lines(clinic, covered_case):
    lines = (charting.Line("neck_back", "Swedish massage", "97124", 30), charting.Line("midback", "Other", "97140", 3))
    visit = signed(covered_case, days_ago=2, draft=replace(DRAFT, lines=lines))
    found = claim_input.claim(clinic.clinic, [visit], control_number="M1", on=visit.starts_at.date())
    assert [(w.code, w.minutes) for w in found.unbilled] == [("97140", 3)]
    assert [line.code for line in found.lines] == ["97124"]

"""The one door: clinics cannot see each other, roles see what is theirs, and every touch leaves a row."""

import uuid

import pytest
from auditlog.models import LogEntry
from django.apps import apps
from django.db import transaction

from clinic.fixtures import covered, person_of
from medmassage.clinic import access
from medmassage.clinic.models import Claim, ClinicRecord, HealthItem, Note, Patient, Role
from medmassage.clinic.services import intake, opening
from medmassage.finding import Finding, Level


def kinds() -> list[type[ClinicRecord]]:
    return [m for m in apps.get_app_config("clinic").get_models() if issubclass(m, ClinicRecord)]


def test_every_kind_of_record_stands_in_the_table_of_roles():
    assert set(kinds()) == set(access.TABLE)


def test_who_may_write_may_read():
    assert all(writers <= readers for readers, writers in access.TABLE.values())


@pytest.mark.parametrize("role", Role.values)
def test_another_clinics_records_are_not_found_in_any_role(clinic, other_clinic, member, role):
    who = member(role)
    theirs = person_of(other_clinic, "Elsewhere")
    with pytest.raises(access.Denied):
        access.read(who, Patient, theirs.pk)
    assert theirs not in access.rows(who, Patient)


def test_a_record_that_is_not_there_and_an_address_that_is_none_look_the_same(clinic):
    for key in (uuid.uuid4(), "no-uuid", ""):
        with pytest.raises(access.Denied):
            access.read(clinic, Patient, key)


def test_the_front_desk_sees_no_note_no_health_item_and_no_claim(member):
    desk = member("front_desk")
    for model in (Note, HealthItem, Claim):
        assert not access.may(desk, model)
        with pytest.raises(access.Denied):
            access.rows(desk, model)


def test_a_biller_reads_notes_and_writes_none(member):
    biller = member("biller")
    assert access.may(biller, Note)
    assert not access.may(biller, Note, write=True)


def test_one_who_left_may_touch_nothing(member):
    desk = member("front_desk")
    desk.is_active = False
    desk.save()
    assert not any(access.may(desk, model) for model in kinds())
    assert access.membership(desk.user) is None


def test_reading_leaves_a_row_with_who_what_and_whose(clinic, patient):
    access.read(clinic, Patient, patient.pk)
    row = LogEntry.objects.filter(action=LogEntry.Action.ACCESS).latest("timestamp")
    assert (row.actor, row.object_pk) == (clinic.user, str(patient.pk))
    assert row.additional_data["patient"] == str(patient.pk)
    assert row.additional_data["clinic"] == str(clinic.clinic_id)


def test_writing_leaves_a_row_in_the_same_transaction(clinic, patient):
    before = LogEntry.objects.count()

    def cut_short():
        with transaction.atomic():
            intake.health_add(clinic, patient=patient, kind="drug", text="warfarin")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut_short()
    assert LogEntry.objects.count() == before
    assert not HealthItem.objects.exists()
    intake.health_add(clinic, patient=patient, kind="drug", text="warfarin")
    assert LogEntry.objects.count() == before + 1


def test_only_the_owner_reads_the_audit_log_and_only_of_their_clinic(clinic, other_clinic, member, patient):
    person_of(other_clinic, "Elsewhere")
    rows = access.audit_rows(clinic)
    assert rows.exists()
    assert {r.additional_data["clinic"] for r in rows} == {str(clinic.clinic_id)}
    for role in ("therapist", "front_desk", "biller"):
        with pytest.raises(access.Denied):
            access.audit_rows(member(role))


def test_records_of_two_clinics_cannot_be_tied_together(clinic, other_clinic):
    ours, theirs = covered(clinic), person_of(other_clinic, "Elsewhere")
    with pytest.raises(access.Denied):
        intake.coverage_add(clinic, patient=theirs, payer=ours.case.coverage.payer, member_id="X1")
    with pytest.raises(access.Denied):
        intake.case_open(clinic, patient=theirs, title="Neck", coverage=None, opened_on=ours.case.opened_on)


@pytest.mark.parametrize(
    ("role", "gate", "level", "action", "may"),
    [
        ("owner", "lawful", Level.STOP, "", False),
        ("therapist", "lawful", Level.UNKNOWN, "", True),
        ("front_desk", "lawful", Level.UNKNOWN, "", False),
        ("therapist", "safe", Level.STOP, "clearance", True),
        ("owner", "safe", Level.STOP, "emergency", False),
        ("owner", "safe", Level.STOP, "same_day", False),
        ("front_desk", "safe", Level.STOP, "clearance", False),
        ("front_desk", "ordered", Level.STOP, "", True),
        ("owner", "payable", Level.STOP, "", False),
        ("biller", "payable", Level.UNKNOWN, "", True),
    ],
)
def test_who_may_go_ahead_past_what(member, role, gate, level, action, may):
    finding = Finding("x.y", gate, level, "m", details={"action": action})
    assert access.may_pass(member(role), finding) is may


def test_a_second_factor_is_asked_for_where_the_clinic_wants_one(clinic):
    assert not access.second_factor_missing(clinic)
    clinic.clinic.mfa_required = True
    assert access.second_factor_missing(clinic)


def test_the_roles_of_two_clinics_are_two_memberships(clinic, other_clinic):
    also = opening.member_add(other_clinic, name="x", email=clinic.user.email, password="", role="biller")
    assert also.user == clinic.user
    assert access.membership(clinic.user, str(other_clinic.clinic_id)) == also
    assert access.membership(clinic.user, str(uuid.uuid4())).role == "owner"
    assert (access.may(also, Note), access.may(also, HealthItem)) == (True, False)

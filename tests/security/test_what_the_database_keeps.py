"""What was sent, received, scanned and logged stays as it was, whatever code asks the database."""

import pytest
from auditlog.models import LogEntry
from django.db import DatabaseError, connection, transaction

from clinic.fixtures import DRAFT, booked, signed
from medmassage.clinic.models import (
    Attachment,
    Claim,
    ClaimEvent,
    CredentialScan,
    Note,
    NoteLine,
    Remittance,
    Submission,
    Verification,
)
from medmassage.clinic.services import booking, charting, claiming
from web.world import world

pytestmark = pytest.mark.django_db(transaction=True)


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


@pytest.fixture
def keys(clinic):
    return world(clinic)


@pytest.mark.parametrize("model", [Attachment, Submission, LogEntry, CredentialScan, Verification])
def test_a_frozen_table_takes_neither_change_nor_deletion(keys, model):
    table = model._meta.db_table
    column = "content" if model is not LogEntry else "object_repr"
    for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        assert refused(lambda sql=sql: run(sql)), sql
    assert model.objects.exists()


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_answer_to_a_claim_stays_as_it_was_said(clinic, keys):
    claim = Claim.objects.get(pk=keys["claim"])
    event = ClaimEvent.objects.create(
        clinic=clinic.clinic, patient=claim.patient, claim=claim, kind="277CA", words="taken", source_digest="d"
    )
    assert refused(lambda: ClaimEvent.objects.filter(pk=event.pk).update(words="other"))
    assert refused(lambda: ClaimEvent.objects.filter(pk=event.pk).delete())


@pytest.mark.parametrize("field", ["content", "digest", "amount", "payer_name", "trace", "paid_on", "name"])
def test_a_remittance_stays_as_it_came_before_and_after_it_is_posted(keys, field):
    rows = Remittance.objects.filter(pk=keys["remittance"])
    other = {"content": b"x", "amount": 1, "paid_on": "2020-01-01"}.get(field, "x")
    assert refused(lambda: rows.update(**{field: other}))
    assert refused(lambda: rows.update(posted_at=None, posted_by=None))
    assert refused(rows.delete)
    assert Remittance.objects.get().posted_at


@pytest.mark.parametrize("field", ["content", "total", "control_number", "sent_at", "submission"])
def test_a_claim_that_left_stays_as_it_was_sent_and_only_its_standing_moves(keys, field):
    rows = Claim.objects.filter(pk=keys["claim"])
    other = {"content": {}, "total": 1, "control_number": "X"}.get(field)
    assert refused(lambda: rows.update(**{field: other}))
    assert refused(rows.delete)
    assert not refused(lambda: rows.update(status="accepted", payer_claim_number="P1"))


def test_a_claim_being_prepared_may_still_change(clinic, covered_case):
    claim = claiming.claim_prepare(clinic, visits=[signed(covered_case, days_ago=3)])
    claim.total = 1
    claim.save()
    assert Claim.objects.get().total == 1


def test_a_line_cannot_be_moved_into_a_signed_note(clinic, covered_case):
    locked = Note.objects.get(visit=signed(covered_case, days_ago=5))
    visit = booked(covered_case)
    assert booking.visit_check_in(clinic, visit=visit).record
    note = charting.note_save(clinic, visit=visit, draft=DRAFT, version=0)
    assert refused(lambda: NoteLine.objects.filter(note=note).update(note=locked))


def test_every_trigger_stands_after_all_migrations():
    """A library's later migration may make its table anew, and SQLite then drops the triggers with it."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
            )
        guarded = {name for (name,) in cursor.fetchall()}
    assert guarded >= {
        "auditlog_logentry", "clinic_amendment", "clinic_attachment", "clinic_claim", "clinic_claimevent",
        "clinic_decision", "clinic_entry", "clinic_note", "clinic_noteline", "clinic_override", "clinic_posting",
        "clinic_remittance", "clinic_submission", "clinic_credentialscan", "clinic_verification",
        "clinic_progressreport",
    }  # fmt: skip

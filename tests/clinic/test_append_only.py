"""What the database itself refuses, whatever code asks."""

import uuid
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from medmassage.clinic import clock
from medmassage.clinic.models import Amendment, Claim, Entry, Note, NoteLine, Posting, ProgressReport
from medmassage.clinic.services import claiming, correcting

pytestmark = pytest.mark.django_db(transaction=True)


def enter(clinic, *amounts, key="k"):
    with transaction.atomic():
        new = uuid.uuid4()
        for amount in amounts:
            Posting.objects.create(clinic=clinic.clinic, entry_id=new, account="a", amount=Decimal(amount))
        return Entry.objects.create(
            id=new, clinic=clinic.clinic, key=key, on="2026-11-24", kind="test", memo="m", author=clinic.user
        )


def test_a_balanced_entry_is_kept(clinic):
    entry = enter(clinic, "10.10", "-10.00", "-0.10")
    assert sum(p.amount for p in entry.postings.all()) == 0


@pytest.mark.parametrize("amounts", [("10.00",), ("10.00", "-9.99"), ("0.01", "0.01"), ()])
def test_an_unbalanced_entry_is_refused_and_leaves_nothing(clinic, amounts):
    with pytest.raises(DatabaseError):
        enter(clinic, *amounts)
    assert not Entry.objects.exists()
    assert not Posting.objects.exists()


def test_a_posting_without_its_entry_fails_when_the_transaction_ends(clinic):
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(clinic=clinic.clinic, entry_id=uuid.uuid4(), account="a", amount=1)
    assert not Posting.objects.exists()


def test_a_closed_entry_takes_no_more_postings(clinic):
    entry = enter(clinic, "1.00", "-1.00")
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.create(clinic=clinic.clinic, entry=entry, account="a", amount=5)


def test_the_same_event_is_entered_once(clinic):
    enter(clinic, "1.00", "-1.00", key="same")
    with pytest.raises(IntegrityError):
        enter(clinic, "2.00", "-2.00", key="same")


@pytest.mark.parametrize("table", ["clinic_posting", "clinic_entry"])
def test_nothing_in_the_ledger_is_changed_or_deleted(clinic, table):
    enter(clinic, "1.00", "-1.00")
    for sql in (f"DELETE FROM {table}", f"UPDATE {table} SET created_at = created_at"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert Posting.objects.count() == 2


def test_a_signed_note_and_its_lines_are_locked(clinic, signed_visit):
    note = Note.objects.get(visit=signed_visit)
    for change in (
        lambda: Note.objects.filter(pk=note.pk).update(subjective="other"),
        lambda: NoteLine.objects.filter(note=note).update(minutes=99),
        lambda: NoteLine.objects.filter(note=note).delete(),
        lambda: NoteLine.objects.create(
            clinic=clinic.clinic, patient=note.patient, note=note, position=9, code="97124", minutes=1
        ),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_an_amendment_stays_as_it_was_written(clinic, signed_visit):
    note = Note.objects.get(visit=signed_visit)
    added = Amendment.objects.create(
        clinic=clinic.clinic, patient=note.patient, note=note, author=clinic.user, text="t", reason="r"
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Amendment.objects.filter(pk=added.pk).update(text="other")


def test_a_progress_report_stays_as_it_was_sent(clinic, covered_case):
    kept = ProgressReport.objects.create(
        clinic=clinic.clinic, patient=covered_case.patient, case=covered_case.case,
        sent_on=clock.today(clinic.clinic), content=b"%PDF", digest="d",
    )  # fmt: skip
    for change in (lambda: ProgressReport.objects.update(sent_on="2026-01-01"), lambda: kept.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert bytes(ProgressReport.objects.get().content) == b"%PDF"


def test_a_claim_is_replaced_by_one_claim_and_never_by_itself(clinic, signed_visit):
    claim = claiming.claim_prepare(clinic, visits=[signed_visit])
    assert claiming.claims_send(clinic, claims=[claim]).record
    Claim.objects.update(status="rejected")
    new = correcting.claim_correct(clinic, claim=claim)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=new.pk).update(replaces=new)
    new.pk, new.control_number, new._state.adding = uuid.uuid4(), "M999", True
    with pytest.raises(IntegrityError), transaction.atomic():
        new.save()

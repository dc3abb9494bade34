"""What the database itself refuses: unbalanced entries, and changes to what is append-only.

Postings are inserted first, their entry last: the trigger on the entry sums them. A posting that comes after
its entry is refused, so a closed entry stays closed. The foreign key is checked at the end of the transaction.
Signed notes and their lines, amendments, scans, what was sent and received, and the audit log itself cannot be
changed either; of a remittance only that it was posted is entered, once.
"""

from django.db import migrations

FROZEN = ["clinic_entry", "clinic_posting", "clinic_amendment", "clinic_submission", "clinic_decision",
          "clinic_override", "clinic_progressreport", "clinic_attachment", "clinic_claimevent", "auditlog_logentry"]
RECEIVED = ["clinic_id", "name", "content", "digest", "payer_name", "trace", "amount", "paid_on"]
SENT = ["clinic_id", "patient_id", "coverage_id", "control_number", "content", "total", "submission_id", "sent_at"]


def changed(columns, differs):
    """SQL that is true when one of the columns gets another value."""
    return "(" + " OR ".join(f"NEW.{c} {differs} OLD.{c}" for c in columns) + ")"


def kept(differs):
    """Table, moment, when it is refused, and in which words."""
    return [
        ("clinic_remittance", "UPDATE", f"OLD.posted_at IS NOT NULL OR {changed(RECEIVED, differs)}",
         "a remittance stays as it was received"),
        ("clinic_remittance", "DELETE", "TRUE", "a remittance stays as it was received"),
        ("clinic_claim", "UPDATE", f"OLD.status <> 'draft' AND {changed(SENT, differs)}", "a claim stays as it was sent"),
        ("clinic_claim", "DELETE", "OLD.status <> 'draft'", "a claim stays as it was sent"),
    ]


SQLITE_UP = [
    """CREATE TRIGGER entry_balances BEFORE INSERT ON clinic_entry BEGIN
         SELECT RAISE(ABORT, 'an entry has at least two postings that sum to zero')
         WHERE (SELECT COUNT(*) FROM clinic_posting WHERE entry_id = NEW.id) < 2
            OR (SELECT SUM(CAST(ROUND(amount * 100) AS INTEGER)) FROM clinic_posting WHERE entry_id = NEW.id) <> 0;
       END""",
    """CREATE TRIGGER posting_comes_first BEFORE INSERT ON clinic_posting
       WHEN EXISTS (SELECT 1 FROM clinic_entry WHERE id = NEW.entry_id) BEGIN
         SELECT RAISE(ABORT, 'a closed entry takes no more postings');
       END""",
    *[
        f"""CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN
              SELECT RAISE(ABORT, '{table} is append-only');
            END"""
        for table in FROZEN for action in ("UPDATE", "DELETE")
    ],
    """CREATE TRIGGER signed_note_stays BEFORE UPDATE ON clinic_note WHEN OLD.signed_at IS NOT NULL BEGIN
         SELECT RAISE(ABORT, 'a signed note is locked');
       END""",
    """CREATE TRIGGER signed_note_is_kept BEFORE DELETE ON clinic_note WHEN OLD.signed_at IS NOT NULL BEGIN
         SELECT RAISE(ABORT, 'a signed note is locked');
       END""",
    *[
        f"""CREATE TRIGGER {table}_kept_{action.lower()} BEFORE {action} ON {table} WHEN {refused} BEGIN
              SELECT RAISE(ABORT, '{words}');
            END"""
        for table, action, refused, words in kept("IS NOT")
    ],
    *[
        f"""CREATE TRIGGER signed_line_no_{action.lower()}_{row.lower()} BEFORE {action} ON clinic_noteline
            WHEN EXISTS (SELECT 1 FROM clinic_note WHERE id = {row}.note_id AND signed_at IS NOT NULL) BEGIN
              SELECT RAISE(ABORT, 'a signed note is locked');
            END"""
        for action, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ],
]

POSTGRES_UP = [
    """CREATE FUNCTION clinic_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE FUNCTION clinic_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF (SELECT COUNT(*) < 2 OR SUM(amount) <> 0 FROM clinic_posting WHERE entry_id = NEW.id) THEN
           RAISE EXCEPTION 'an entry has at least two postings that sum to zero'
             USING ERRCODE = 'integrity_constraint_violation';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE FUNCTION clinic_posting_first() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN
         IF EXISTS (SELECT 1 FROM clinic_entry WHERE id = NEW.entry_id) THEN
           RAISE EXCEPTION 'a closed entry takes no more postings' USING ERRCODE = 'integrity_constraint_violation';
         END IF;
         RETURN NEW;
       END $$""",
    """CREATE FUNCTION clinic_line_open() RETURNS trigger LANGUAGE plpgsql AS $$
       DECLARE notes uuid[];
       BEGIN
         IF TG_OP <> 'INSERT' THEN notes := notes || OLD.note_id; END IF;
         IF TG_OP <> 'DELETE' THEN notes := notes || NEW.note_id; END IF;
         IF EXISTS (SELECT 1 FROM clinic_note WHERE id = ANY (notes) AND signed_at IS NOT NULL) THEN
           RAISE EXCEPTION 'a signed note is locked' USING ERRCODE = 'integrity_constraint_violation';
         END IF;
         IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
         RETURN NEW;
       END $$""",
    "CREATE TRIGGER entry_balances BEFORE INSERT ON clinic_entry FOR EACH ROW EXECUTE FUNCTION clinic_entry_balances()",
    "CREATE TRIGGER posting_first BEFORE INSERT ON clinic_posting FOR EACH ROW EXECUTE FUNCTION clinic_posting_first()",
    *[
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION clinic_refuse('{table} is append-only')"
        for table in FROZEN
    ],
    *[
        f"CREATE TRIGGER {table}_kept_{action.lower()} BEFORE {action} ON {table} "
        f"FOR EACH ROW WHEN ({refused}) EXECUTE FUNCTION clinic_refuse('{words}')"
        for table, action, refused, words in kept("IS DISTINCT FROM")
    ],
    "CREATE TRIGGER signed_note_stays BEFORE UPDATE OR DELETE ON clinic_note FOR EACH ROW "
    "WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION clinic_refuse('a signed note is locked')",
    "CREATE TRIGGER signed_line BEFORE INSERT OR UPDATE OR DELETE ON clinic_noteline "
    "FOR EACH ROW EXECUTE FUNCTION clinic_line_open()",
]


def forwards(apps, schema_editor):
    """Make the triggers in the dialect at hand."""
    statements = {"sqlite": SQLITE_UP, "postgresql": POSTGRES_UP}[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Not reversible on purpose: a ledger that may be edited is no ledger."""

    # auditlog's own migrations come first: SQLite would lose the triggers of a table that is made anew.
    dependencies = [("clinic", "0001_tables"), ("auditlog", "0017_add_actor_email")]
    operations = [migrations.RunPython(forwards)]

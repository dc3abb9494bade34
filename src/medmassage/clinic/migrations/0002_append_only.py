"""What the database itself refuses: unbalanced entries, and changes to what is append-only.

Postings are inserted first, their entry last: the trigger on the entry sums them. A posting that comes after
its entry is refused, so a closed entry stays closed. The foreign key is checked at the end of the transaction.
Signed notes and their lines, and amendments, cannot be changed either.
"""

from django.db import migrations

FROZEN = ["clinic_entry", "clinic_posting", "clinic_amendment", "clinic_submission", "clinic_decision",
          "clinic_override"]

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
        f"""CREATE TRIGGER signed_line_no_{action.lower()} BEFORE {action} ON clinic_noteline
            WHEN EXISTS (SELECT 1 FROM clinic_note WHERE id = {row}.note_id AND signed_at IS NOT NULL) BEGIN
              SELECT RAISE(ABORT, 'a signed note is locked');
            END"""
        for action, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
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
       DECLARE row_note uuid;
       BEGIN
         row_note := CASE WHEN TG_OP = 'INSERT' THEN NEW.note_id ELSE OLD.note_id END;
         IF EXISTS (SELECT 1 FROM clinic_note WHERE id = row_note AND signed_at IS NOT NULL) THEN
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

    dependencies = [("clinic", "0001_tables")]
    operations = [migrations.RunPython(forwards)]

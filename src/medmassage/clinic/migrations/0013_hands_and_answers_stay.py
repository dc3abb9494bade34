"""A co-signature and the answer to "anything new?" are kept as they were given; the database refuses to change them."""

from django.db import migrations

KEPT = ("clinic_cosignature", "clinic_healthreview")


def triggers(apps, schema_editor):
    for table in KEPT:
        for action in ("UPDATE", "DELETE") if schema_editor.connection.vendor == "sqlite" else ():
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION clinic_refuse('{table} is append-only')"
            )


def gone(apps, schema_editor):
    is_postgres = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        names = [f"{table}_frozen"] if is_postgres else [f"{table}_no_update", f"{table}_no_delete"]
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgres else ""))


class Migration(migrations.Migration):

    dependencies = [("clinic", "0012_a_case_from_intake_to_discharge")]

    operations = [migrations.RunPython(triggers, gone)]

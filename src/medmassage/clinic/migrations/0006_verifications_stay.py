"""Scans and verifications are kept as they came in; the database refuses to change them."""

from django.db import migrations

KEPT = ("clinic_credentialscan", "clinic_verification")


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
    for table in KEPT:
        names = [f"{table}_no_update", f"{table}_no_delete"]
        if schema_editor.connection.vendor == "postgresql":
            names = [f"{table}_frozen"]
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for name in names:
            schema_editor.execute(f"DROP TRIGGER {name}{on}")


class Migration(migrations.Migration):

    dependencies = [("clinic", "0005_first_verifications")]

    operations = [
        migrations.RemoveField("credential", "verified_on"),
        migrations.RunPython(triggers, gone),
    ]

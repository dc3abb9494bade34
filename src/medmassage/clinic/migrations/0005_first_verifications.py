"""A day on which a license was compared with its issuer's register becomes a verification of its own."""

from django.db import migrations


def moved(apps, schema_editor):
    Credential, Verification, Membership = (
        apps.get_model("clinic", name) for name in ("Credential", "Verification", "Membership")
    )
    for paper in Credential.objects.exclude(verified_on=None):
        owner = Membership.objects.filter(clinic=paper.clinic_id, role="owner").order_by("created_at").first()
        if owner:
            Verification.objects.create(
                clinic_id=paper.clinic_id, credential=paper, on=paper.verified_on, by_id=owner.user_id,
                source="the issuer's register", found="in_force",
                seen="Entered before verifications were kept one by one: what was seen is not on file.",
            )


class Migration(migrations.Migration):

    dependencies = [("clinic", "0004_wallet")]

    operations = [migrations.RunPython(moved, migrations.RunPython.noop)]

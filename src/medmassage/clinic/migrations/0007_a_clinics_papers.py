"""A clinic's papers are reached from the clinic, so that a day of visits fetches them along."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("clinic", "0006_verifications_stay")]

    operations = [
        migrations.AlterField(
            "credential",
            "clinic",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="clinic.clinic"
            ),
        ),
    ]

"""A clinic's law notes are reached from the clinic; each says whom it is about and what kind of source was read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("clinic", "0007_a_clinics_papers")]

    operations = [
        migrations.AddField("lawnote", "applies_to", models.CharField(blank=True, max_length=160)),
        migrations.AddField(
            "lawnote",
            "source_kind",
            models.CharField(
                blank=True,
                max_length=12,
                choices=[
                    ("statute", "Statute"),
                    ("regulation", "Regulation"),
                    ("board", "The board, or another authority"),
                    ("secondary", "Somebody who wrote about it"),
                ],
            ),
        ),
        migrations.AlterField(
            "lawnote",
            "clinic",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="law_notes", to="clinic.clinic"
            ),
        ),
        migrations.AlterField(
            "lawnote",
            "confidence",
            models.CharField(
                max_length=10,
                choices=[
                    ("primary", "Read in the law itself, or at the authority"),
                    ("secondary", "Read about it elsewhere"),
                    ("recall", "Heard or remembered; not verified"),
                ],
            ),
        ),
    ]

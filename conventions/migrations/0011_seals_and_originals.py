"""Sealed copies, and where the original signed by hand is."""

from django.db import migrations, models


def _original_on():
    return models.DateField(
        blank=True,
        help_text="Le papier signé, s’il est chez vous.",
        null=True,
        verbose_name="original signé à la main détenu depuis le",
    )


class Migration(migrations.Migration):
    dependencies = [("conventions", "0010_frozen_documents_found_by_hash")]

    operations = [
        migrations.AlterModelOptions(
            name="signedcopy",
            options={
                "permissions": [
                    ("seal_document", "Peut apposer le cachet électronique de l’autorité")
                ],
                "verbose_name": "copie signée",
                "verbose_name_plural": "copies signées",
            },
        ),
        migrations.AddField("execution", "original_on", _original_on()),
        migrations.AddField("historicalexecution", "original_on", _original_on()),
    ]

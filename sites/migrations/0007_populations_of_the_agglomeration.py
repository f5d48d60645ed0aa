"""Load the legal populations of the communes of the agglomeration, census years 2018 to 2023.

Source, date and licence: sites/data/README.md.
"""

import csv
from pathlib import Path

from django.db import migrations
from django.utils import timezone

FILE = Path(__file__).resolve().parents[1] / "data" / "populations_cabbalr.csv"
SOURCE = "INSEE, populations de référence"


def load(apps, schema_editor):
    """Write the populations of the communes that are there, each with its first history row."""
    model = apps.get_model("sites", "CommunePopulation")
    historical = apps.get_model("sites", "HistoricalCommunePopulation")
    if model.objects.exists():
        return
    known = set(apps.get_model("sites", "Commune").objects.values_list("pk", flat=True))
    with FILE.open(encoding="utf-8", newline="") as lines:
        created = model.objects.bulk_create(
            model(
                commune_id=row["insee_code"],
                year=int(row["year"]),
                municipal=int(row["municipal"]),
                total=int(row["total"]) if row["total"] else None,
                source=SOURCE,
            )
            for row in csv.DictReader(lines)
            if row["insee_code"] in known
        )
    now = timezone.now()
    historical.objects.bulk_create(
        historical(
            history_date=now,
            history_type="+",
            history_change_reason="Données livrées avec le programme",
            **{
                field.attname: getattr(item, field.attname)
                for field in model._meta.concrete_fields
            },
        )
        for item in created
    )


class Migration(migrations.Migration):
    """Data only; undoing it keeps the populations."""

    dependencies = [("sites", "0006_diagnosis_and_communities")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]

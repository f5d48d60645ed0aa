"""Load a point for each commune of the agglomeration, its town hall where it is known.

Source, date and licence: sites/data/README.md.
"""

import csv
from decimal import Decimal
from pathlib import Path

from django.db import migrations
from django.utils import timezone

FILE = Path(__file__).resolve().parents[1] / "data" / "points_cabbalr.csv"


def load(apps, schema_editor):
    """Give their point to the communes that have none, each with its row of history."""
    model = apps.get_model("sites", "Commune")
    historical = apps.get_model("sites", "HistoricalCommune")
    with FILE.open(encoding="utf-8", newline="") as lines:
        points = {row["insee_code"]: row for row in csv.DictReader(lines)}
    placed = list(model.objects.filter(pk__in=points, latitude=None, longitude=None))
    for commune in placed:
        commune.latitude = Decimal(points[commune.pk]["latitude"])
        commune.longitude = Decimal(points[commune.pk]["longitude"])
    model.objects.bulk_update(placed, ["latitude", "longitude"])
    now = timezone.now()
    historical.objects.bulk_create(
        historical(
            history_date=now,
            history_type="~",
            history_change_reason="Données livrées avec le programme",
            **{
                field.attname: getattr(commune, field.attname)
                for field in model._meta.concrete_fields
            },
        )
        for commune in placed
    )


class Migration(migrations.Migration):
    """Data only; undoing it keeps the points."""

    dependencies = [("sites", "0007_populations_of_the_agglomeration")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]

"""Load the retention rules shipped with the program: decisions, deliberations, orders, conventions.

Sources are named in each rule.
"""

import datetime as dt
import json
from pathlib import Path

from django.db import migrations
from django.utils import timezone

FILE = Path(__file__).resolve().parents[1] / "data" / "retention_rules.json"


def load(apps, schema_editor):
    """Write the rules of the natures that have none yet, each with its first history row."""
    model = apps.get_model("conventions", "RetentionRule")
    historical = apps.get_model("conventions", "HistoricalRetentionRule")
    known = set(model.objects.values_list("nature", flat=True))
    rules = [rule for rule in json.loads(FILE.read_bytes()) if rule["nature"] not in known]
    now = timezone.now()
    for rule in rules:
        day = dt.date.fromisoformat(rule["starts_on"])
        row = model.objects.create(**{**rule, "starts_on": day})
        historical.objects.create(
            history_date=now,
            history_type="+",
            history_change_reason="Données livrées avec le programme",
            **{field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields},
        )


class Migration(migrations.Migration):
    """Data only; undoing it keeps the rules, which somebody may have changed."""

    dependencies = [("conventions", "0008_publication_and_transmission")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]

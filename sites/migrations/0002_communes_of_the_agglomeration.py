"""Load the 100 communes of the agglomeration, their postal codes, and the agglomeration itself.

Source, date and licence: sites/data/README.md.
"""

from pathlib import Path

from django.db import migrations
from django.utils import timezone

from sites.rules.communes_csv import parse_communes

FILE = Path(__file__).resolve().parents[1] / "data" / "communes_cabbalr.csv"
POPULATION_YEAR = 2023
# In force until the official geographic code of 2026.
FORMER_NAMES = {"62486": "Lambres"}
AGGLOMERATION = {
    "kind": "epci",
    "name": "Communauté d’agglomération de Béthune-Bruay, Artois Lys Romane",
    "code": "200072460",
}


def load(apps, schema_editor):
    """Write the communes and their territory, each row with its first history row.

    Does nothing where they are already there, after a migration undone and redone.
    """
    territory_model = apps.get_model("sites", "Territory")
    if territory_model.objects.filter(code=AGGLOMERATION["code"]).exists():
        return
    rows = parse_communes(FILE.read_bytes())
    commune_model = apps.get_model("sites", "Commune")
    _create(apps, "Commune", [_commune(commune_model, row) for row in rows])
    _create_parts(apps, rows)

    (territory,) = _create(apps, "Territory", [territory_model(**AGGLOMERATION)])
    membership = apps.get_model("sites", "TerritoryCommune")
    members = [membership(territory=territory, commune_id=row.insee_code) for row in rows]
    _create(apps, "TerritoryCommune", members)


def _commune(model, row):
    return model(
        insee_code=row.insee_code,
        name=row.name,
        tncc=row.tncc,
        siren=row.siren,
        department=row.department,
        population=row.population,
        population_year=POPULATION_YEAR,
    )


def _create_parts(apps, rows):
    postal_code = apps.get_model("sites", "PostalCode")
    _create(
        apps,
        "PostalCode",
        [postal_code(commune_id=row.insee_code, code=code) for row in rows for code in row.postal_codes],
    )
    alias = apps.get_model("sites", "CommuneAlias")
    names = [(row.insee_code, FORMER_NAMES.get(row.insee_code)) for row in rows]
    _create(apps, "CommuneAlias", [alias(commune_id=code, name=name) for code, name in names if name])


def _create(apps, name, objects):
    """Insert `objects` and the history row that says how each began."""
    model, historical = apps.get_model("sites", name), apps.get_model("sites", f"Historical{name}")
    created = model.objects.bulk_create(objects)
    now = timezone.now()
    historical.objects.bulk_create(
        historical(
            history_date=now,
            history_type="+",
            history_change_reason="Données livrées avec le programme",
            **{field.attname: getattr(item, field.attname) for field in model._meta.concrete_fields},
        )
        for item in created
    )
    return created


class Migration(migrations.Migration):
    """Data only; undoing it keeps the communes, which other rows may use by then."""

    dependencies = [("sites", "0001_places")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop, elidable=False)]

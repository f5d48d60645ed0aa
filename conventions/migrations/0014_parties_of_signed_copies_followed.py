"""The parties that a signed copy is of, version by version."""

import django.db.models.deletion
import simple_history.models
from django.db import migrations, models

_LINK = {
    "blank": True,
    "db_constraint": False,
    "db_tablespace": "",
    "null": True,
    "on_delete": django.db.models.deletion.DO_NOTHING,
    "related_name": "+",
}


class Migration(migrations.Migration):
    """Follow the list of parties of each signed copy; copies filed before have no list before."""

    dependencies = [("conventions", "0013_no_table_emptied")]

    operations = [
        migrations.CreateModel(
            name="HistoricalSignedCopy_parties",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="conventions.historicalsignedcopy",
                    ),
                ),
                ("party", models.ForeignKey(to="conventions.party", **_LINK)),
                ("signedcopy", models.ForeignKey(to="conventions.signedcopy", **_LINK)),
            ],
            options={"verbose_name": "HistoricalSignedCopy_parties"},
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]

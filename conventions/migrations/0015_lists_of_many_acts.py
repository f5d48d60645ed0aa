"""The order of the list of acts and the ends of its years, found without reading the whole list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes more."""

    dependencies = [("conventions", "0014_parties_of_signed_copies_followed")]

    operations = [
        migrations.AddIndex(
            model_name="act",
            index=models.Index(
                fields=["state", "-signature_date", "-id"], name="conventions_act_list"
            ),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["year"], name="conventions_act_year"),
        ),
    ]

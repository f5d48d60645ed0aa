"""The order of the list of acts, the ends of its years and its words, found in indexes."""

from django.db import migrations, models

from csipa.operations import IndexWords


class Migration(migrations.Migration):
    """Indexes alone."""

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
            index=models.Index(
                fields=["year", "state", "-signature_date", "-id"], name="conventions_act_year"
            ),
        ),
        migrations.AddIndex(
            model_name="execution",
            index=models.Index(
                condition=models.Q(("informal_appeal_on__isnull", False)),
                fields=["informal_appeal_on"],
                name="conventions_exec_informal",
            ),
        ),
        IndexWords(
            table="conventions_act",
            texts=("title", "heading", "UPPER(number)", "subject_matter"),
        ),
    ]

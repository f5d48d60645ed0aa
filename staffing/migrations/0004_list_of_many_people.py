"""The order of the list of people and the words of their names, found in indexes."""

from django.db import migrations, models

from csipa.operations import IndexWords


class Migration(migrations.Migration):
    """Indexes alone."""

    dependencies = [("staffing", "0003_guests_who_come_uninvited")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["last_name", "first_name", "id"], name="staffing_person_list"
            ),
        ),
        IndexWords(table="staffing_person", texts=("last_name", "first_name")),
    ]

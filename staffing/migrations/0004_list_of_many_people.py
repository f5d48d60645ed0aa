"""The order of the list of people, found without reading the whole list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index more."""

    dependencies = [("staffing", "0003_guests_who_come_uninvited")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                fields=["last_name", "first_name", "id"], name="staffing_person_list"
            ),
        ),
    ]

"""Give the conventions already recorded the day on which they end."""

from django.db import migrations
from django.db.models import F, Q


def fill(apps, schema_editor):
    """Copy the term of those that nothing renews by itself; the program keeps the others."""
    rows = apps.get_model("conventions", "Convention").objects.using(schema_editor.connection.alias)
    rows.filter(~Q(renewal="tacit"), end__isnull=False).update(ends_on=F("end"), ended_by="term")


class Migration(migrations.Migration):

    dependencies = [("conventions", "0003_agreements_followed_to_their_end")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

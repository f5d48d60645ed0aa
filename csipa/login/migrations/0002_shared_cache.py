"""Make the table that workers share: a fresh `migrate` is enough."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("login", "0001_invitations")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]

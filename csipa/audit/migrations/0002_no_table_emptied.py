"""Triggers that also refuse to empty a table whose rows are kept for ever."""

from django.db import migrations

import csipa.operations


class Migration(migrations.Migration):
    """Refuse TRUNCATE on PostgreSQL where rows are kept for ever."""

    dependencies = [("audit", "0001_the_chain")]

    operations = [csipa.operations.RemakeGuards()]

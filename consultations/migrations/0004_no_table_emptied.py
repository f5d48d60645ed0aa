"""Triggers that also refuse to empty what was done with months."""

from django.db import migrations

import csipa.operations


class Migration(migrations.Migration):
    """Refuse TRUNCATE on PostgreSQL where rows are kept for ever."""

    dependencies = [("consultations", "0003_feeds_last_read")]

    operations = [csipa.operations.RemakeGuards()]

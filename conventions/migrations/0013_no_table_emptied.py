"""Triggers that also refuse to empty signed texts, frozen documents and what went to the State."""

from django.db import migrations

import csipa.operations


class Migration(migrations.Migration):
    """Refuse TRUNCATE on PostgreSQL where rows are kept for ever."""

    dependencies = [("conventions", "0012_feeds_last_read_and_digests_chosen")]

    operations = [csipa.operations.RemakeGuards()]

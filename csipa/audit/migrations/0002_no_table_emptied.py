"""Triggers that also refuse to empty the links of the audit trail."""

from django.db import migrations

import csipa.operations


class Migration(migrations.Migration):
    """Refuse TRUNCATE on PostgreSQL where rows are kept for ever."""

    dependencies = [("audit", "0001_the_chain")]

    operations = [csipa.operations.RemakeGuards()]

"""The words of sessions, found in indexes."""

from django.db import migrations

from csipa.operations import IndexWords


class Migration(migrations.Migration):
    """Indexes alone."""

    dependencies = [("consultations", "0004_no_table_emptied")]

    operations = [
        IndexWords(table="consultations_session", texts=("UPPER(title)", "UPPER(practitioner)")),
    ]

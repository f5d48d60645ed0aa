"""Finds deadlines by their day; names the agenda in the menu."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('conventions', '0004_series_only_grow'),
        ('sites', '0002_communes_of_the_agglomeration'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='calendarfeed',
            options={'verbose_name': 'adresse d’agenda', 'verbose_name_plural': 'agenda'},
        ),
        migrations.AlterModelOptions(
            name='historicalcalendarfeed',
            options={'get_latest_by': ('history_date', 'history_id'), 'ordering': ('-history_date', '-history_id'), 'verbose_name': 'historique de l’adresse', 'verbose_name_plural': 'historical agenda'},
        ),
        migrations.AddIndex(
            model_name='convention',
            index=models.Index(fields=['end'], name='conventions_convention_end'),
        ),
        migrations.AddIndex(
            model_name='execution',
            index=models.Index(fields=['received_on'], name='conventions_exec_received'),
        ),
        migrations.AddIndex(
            model_name='execution',
            index=models.Index(fields=['published_on'], name='conventions_exec_published'),
        ),
        migrations.AddIndex(
            model_name='execution',
            index=models.Index(fields=['notified_on'], name='conventions_exec_notified'),
        ),
    ]

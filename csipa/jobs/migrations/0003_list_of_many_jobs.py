"""The order of the list of jobs, found without reading the whole list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index more."""

    dependencies = [("jobs", "0002_last_run_of_each_chore")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["-created_at", "-id"], name="jobs_job_list"),
        ),
    ]

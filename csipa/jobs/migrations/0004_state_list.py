"""The jobs of one state, found without reading the whole list."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One index more."""

    dependencies = [("jobs", "0003_list_of_many_jobs")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(fields=["state", "-created_at", "-id"], name="jobs_job_state_list"),
        ),
    ]

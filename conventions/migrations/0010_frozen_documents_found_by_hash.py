"""A frozen document is looked up by its hash, without its bytes being read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conventions", "0009_shipped_retention_rules")]

    operations = [
        migrations.AddIndex(
            model_name="frozendocument",
            index=models.Index(fields=["sha256"], name="conventions_frozen_sha256"),
        ),
    ]

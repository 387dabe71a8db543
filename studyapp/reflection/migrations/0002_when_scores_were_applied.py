from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Until now each score counted as soon as it was made."""
    scores = apps.get_model("reflection", "Score").objects.using(schema_editor.connection.alias)
    scores.filter(applied_at__isnull=True).update(applied_at=F("scored_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("reflection", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="score",
            name="applied_at",
            field=models.DateTimeField(null=True, help_text="Since when it counts."),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

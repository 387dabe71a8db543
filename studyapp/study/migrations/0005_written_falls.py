"""A trap that a written answer fell for is marked as one, as a chosen distractor is."""

from django.db import migrations
from django.db.models import F


def mark_written_falls(apps, schema_editor):
    """Only rows of fired misconceptions are reviews of a trap by reflection."""
    name = schema_editor.connection.alias
    traps = apps.get_model("library", "Fact").objects.using(name).filter(kind="trap")
    reviews = apps.get_model("study", "Review").objects.using(name)
    written = reviews.filter(kind="reflection", rating=1, trap_fact_id__isnull=True, fact_id__in=traps.values("pk"))
    written.update(trap_fact_id=F("fact_id"))


class Migration(migrations.Migration):
    dependencies = [("study", "0004_flags_confidence_and_traps"), ("library", "0002_changes_and_contents")]

    operations = [migrations.RunPython(mark_written_falls, migrations.RunPython.noop)]

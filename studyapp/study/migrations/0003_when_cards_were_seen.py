from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, OuterRef, Subquery


def fill_from_log(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """When the last row was given that counts, in one statement: what `replay` says of every card."""
    Card, Review = apps.get_model("study", "Card"), apps.get_model("study", "Review")
    undone = Review.objects.filter(learner_id=OuterRef("learner_id"), corrects=OuterRef("id"))
    own = Review.objects.filter(learner_id=OuterRef("learner_id"), fact_id=OuterRef("fact_id"))
    counted = own.exclude(kind="undo").filter(~Exists(undone)).order_by("-card_version")
    Card.objects.update(seen_at=Subquery(counted.values("answered_at")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('study', '0002_edits_reach_cards'),
    ]

    operations = [
        migrations.RunPython(fill_from_log, migrations.RunPython.noop, elidable=True),
    ]

"""The real pack for each test: read by `load_pack` once, put back as rows afterwards."""

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from studyapp.library.models import Pack

FOLDER = "content/genai-developer-pro"
ROOMS = ("library", "quiz", "reflection", "authoring")
_rows: dict[type[models.Model], list[models.Model]] = {}


def flagship() -> Pack:
    """The pack of content/, as `load_pack` stores it; a database is emptied after each browser test."""
    if _rows:
        _restore()
    else:
        call_command("load_pack", FOLDER, verbosity=0)
        _keep()
    return Pack.objects.get(key="genai-developer-pro")


def _keep() -> None:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            rows = list(model._base_manager.all())
            if rows:
                _rows[model] = rows


def _restore() -> None:
    with transaction.atomic():  # foreign keys are checked at its end: packs and versions point at each other
        for model, rows in _rows.items():
            model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(_rows)):
                cursor.execute(statement)

"""Everything a person owns, as one zip of JSON and CSV."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from studyapp.accounts.models import User
from studyapp.accounts.ownership import exported_columns, learner_models

SECRET_COLUMNS = frozenset({"password"})
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")  # spreadsheets would run what begins like this

Row = dict[str, Any]


def export_of(user: User) -> bytes:
    """A zip with two files for each table: JSON exact, CSV safe to open in a spreadsheet."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _add(archive, "account", User, id=user.pk)
        for model in learner_models():
            _add(archive, table_name(model), model, learner_id=user.pk)
    return file.getvalue()


def table_name(model: type[Model]) -> str:
    """How the table is called in the export: room and noun."""
    return f"{model._meta.app_label}_{model._meta.model_name}"


def _add(archive: ZipFile, name: str, model: type[Model], **owner: int) -> None:
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in SECRET_COLUMNS]
    rows = list(model._default_manager.filter(**owner).values(*columns))
    for column, shown in exported_columns(model).items():
        for row in rows:
            row[column] = shown(row[column])
    archive.writestr(f"{name}.json", json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    archive.writestr(f"{name}.csv", _csv(columns, rows))


def _csv(columns: list[str], rows: list[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row[column]) for column in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    """A value as text; an apostrophe before what a spreadsheet would take for a formula."""
    if isinstance(value, dict | list):
        value = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    text = "" if value is None else str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not is_number else text

"""Which tables hold learners' rows: each room lists its own at start-up, export and deletion walk the list."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

_learner_models: list[type[Model]] = []
_exported_as: dict[tuple[type[Model], str], Callable[[Any], Any]] = {}


def owns_rows_of_learners(*models: type[Model]) -> None:
    """Declare tables with a `learner_id`; call it in `AppConfig.ready`."""
    _learner_models.extend(model for model in models if model not in _learner_models)


def learner_models() -> tuple[type[Model], ...]:
    """Every declared table, in the order of declaration (later rooms last)."""
    return tuple(_learner_models)


def exports_as(model: type[Model], **columns: Callable[[Any], Any]) -> None:
    """Say how columns look in an export that hold, beside what is the learner's, what is not theirs to read yet."""
    _exported_as.update({(model, column): shown for column, shown in columns.items()})


def exported_columns(model: type[Model]) -> Mapping[str, Callable[[Any], Any]]:
    """The columns of a table that are not exported as they are stored, each with how."""
    return {column: shown for (owner, column), shown in _exported_as.items() if owner is model}

"""Which tables hold learners' rows: each room lists its own at start-up, export and deletion walk the list."""

from django.db.models import Model

_learner_models: list[type[Model]] = []


def owns_rows_of_learners(*models: type[Model]) -> None:
    """Declare tables with a `learner_id`; call it in `AppConfig.ready`."""
    _learner_models.extend(model for model in models if model not in _learner_models)


def learner_models() -> tuple[type[Model], ...]:
    """Every declared table, in the order of declaration (later rooms last)."""
    return tuple(_learner_models)

"""The house stands: contracts, directions, and the shape of learner tables."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from studyapp.accounts.ownership import learner_models

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("web", "accounts", "library", "quiz", "reflection", "study", "authoring", "progress")


def own_models() -> list[type[models.Model]]:
    """Every model of the project's own rooms."""
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def test_imports_run_downwards_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_table_with_a_learner_is_listed_for_export_and_deletion() -> None:
    with_learner = {model for model in own_models() if any(f.name == "learner_id" for f in model._meta.fields)}
    assert with_learner == set(learner_models())


@pytest.mark.parametrize("model", learner_models(), ids=lambda model: model.__name__)
def test_learner_tables_keep_the_learner_inside_every_key(model: type[models.Model]) -> None:
    assert isinstance(model._meta.pk, models.CompositePrimaryKey)
    assert model._meta.pk.field_names[0] == "learner_id"
    unique = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    assert all("learner_id" in rule.fields for rule in unique)
    assert not any(field.unique for field in model._meta.fields if field is not model._meta.pk)


@pytest.mark.parametrize("model", learner_models(), ids=lambda model: model.__name__)
def test_nothing_outside_a_learner_can_delete_learner_rows(model: type[models.Model]) -> None:
    links = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    assert all(not link.db_constraint and link.remote_field.on_delete is models.DO_NOTHING for link in links)


def test_content_never_points_at_learner_rows() -> None:
    learner_tables = set(learner_models())
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey) and field.related_model in learner_tables
    ]
    assert pointing == []


def test_only_the_parser_reads_author_text_so_no_view_can_be_held_up_by_it() -> None:
    parsers = ("markdown_it", "import markdown", "from markdown", "import nh3")
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "studyapp").rglob("*.py")
        if not path.as_posix().endswith("domain/exchange/texts.py")  # it reads questions in the same child
        and "domain/lessons" not in path.as_posix()
        and any(name in path.read_text() for name in parsers)
    ]
    assert found == []

"""Fixtures that every room's tests may use."""

import os
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.test import Client
from hypothesis import settings

from studyapp.accounts.models import User
from tests import factories

# A busy machine makes no law false: properties are judged by what they find, never by how long they took.
# In CI the same examples each time: what lands is what was tried. By hand others each time: there finds are made.
settings.register_profile("studyapp", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("studyapp")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks no database says the same on every engine: the run on SQLite has it, that on PostgreSQL not."""
    if "sqlite" in django_settings.DATABASES["default"]["ENGINE"]:
        return
    without = [item for item in items if not _asks_a_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if _asks_a_database(item)]


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures or item.get_closest_marker("django_db") or item.get_closest_marker("postgres"))


@pytest.fixture
def ada(db: None) -> User:
    """Ada learns."""
    return factories.make_ada()


@pytest.fixture
def bo(db: None) -> User:
    """Bo learns elsewhere."""
    return factories.make_bo()


@pytest.fixture
def ines(db: None) -> User:
    """Ines instructs."""
    return factories.make_ines()


@pytest.fixture
def olga(db: None) -> User:
    """Olga operates the site."""
    return factories.make_olga()


@pytest.fixture
def as_user(db: None) -> Callable[[User], Client]:
    """A browser without script, signed in as somebody."""

    def sign_in(user: User) -> Client:
        return factories.signed_in(user)

    return sign_in

"""Fixtures that every room's tests may use."""

import os
from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from studyapp.accounts.models import User
from tests import factories

# A busy machine makes no law false: properties are judged by what they find, never by how long they took.
# In CI the same examples each time: what lands is what was tried. By hand others each time: there finds are made.
settings.register_profile("studyapp", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("studyapp")


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

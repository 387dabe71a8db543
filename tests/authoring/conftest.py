"""Who works in the authoring room."""

from collections.abc import Callable

import pytest
from django.test import Client

from studyapp.accounts.models import User


@pytest.fixture
def client_of_ines(ines: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(ines)

"""Whether the site is well, for machines."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.urls("tests.web.failing_urls")


@pytest.mark.django_db
def test_a_well_site_says_so_to_anybody(client: Client) -> None:
    response = client.get(reverse("web:health"))

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": "ok"}


@pytest.mark.django_db
def test_an_absent_database_is_a_503_in_json(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get(reverse("web:health"))

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert response.json()["database"] == "away"

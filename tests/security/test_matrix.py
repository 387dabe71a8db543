"""Nobody sees what is not theirs: every address, every role, every method."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.security.matrix import MATRIX, Row
from tests.security.world import ADAS_WORD, DRAFT_WORD, PRIVATE_WORD, World, make_world

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROLES = ("anonymous", "ada", "bo", "guest", "ines", "ivo", "olga")
MAY_SEE = {
    PRIVATE_WORD: {"ines", "olga"},
    DRAFT_WORD: {"ines", "olga"},
    ADAS_WORD: {"ada"},
}
CASES = [
    pytest.param(name, row, id=f"{name}{'-' + row.variant if row.variant else ''}")
    for name, rows in MATRIX.items()
    for row in rows
]


@pytest.fixture
def world(db: None) -> World:
    """Two of everything."""
    return make_world()


def url_names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """Every named address of the site, with its namespace."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(set(url_names())) == sorted(MATRIX)


@pytest.mark.parametrize(("name", "row"), CASES)
def test_only_those_who_may_are_let_in(world: World, name: str, row: Row) -> None:
    url = reverse(name, kwargs=row.arguments(world))
    for role in ROLES:
        with transaction.atomic():  # each role meets the same world
            _meet(world.client(role), url, row, role)
            transaction.set_rollback(True)


def _meet(client: Client, url: str, row: Row, role: str) -> None:
    """Try every method of the address as that role."""
    for method in METHODS:
        query = "&".join(f"{k}={v}" for k, v in row.query.items())
        response = client.generic(method, url, QUERY_STRING=query)
        body = b"".join(response) if response.streaming else response.content
        where = f"{method} {url} as {role}: {response.status_code}"
        assert response.status_code < 500, where
        _check_status(row, role, "GET" if method == "HEAD" else method, response.status_code, where)
        whole = body + str(response.headers).encode()
        for word, allowed in MAY_SEE.items():
            may_read = role in allowed or (word == ADAS_WORD and role in row.readers)
            assert may_read or word.encode() not in whole, f"{where} shows {word}"


def _check_status(row: Row, role: str, method: str, status: int, where: str) -> None:
    if role in row.methods.get(method, ()):
        assert status not in {401, 403, 404}, where
        assert method == "GET" or status != 405, where
    elif role == "anonymous":
        assert status in {302, 404, 405}, where
    else:
        assert status in {404, 405}, where


DENIED = [
    pytest.param(name, row, id=f"{name}{'-' + row.variant if row.variant else ''}")
    for name, rows in MATRIX.items()
    for row in rows
    if "GET" in row.methods and "bo" not in row.methods["GET"]
]


@pytest.mark.parametrize(("name", "row"), DENIED)
def test_denied_and_missing_cannot_be_told_apart(world: World, name: str, row: Row) -> None:
    url = reverse(name, kwargs=row.arguments(world))
    denied, missing = world.client("bo").get(url), world.client("bo").get("/no/such/page/")
    assert denied.status_code == missing.status_code == 404
    assert _without_ids(denied.content) == _without_ids(missing.content)


def _without_ids(body: bytes) -> bytes:
    import re

    return re.sub(rb"[0-9a-f]{8,}|[A-Za-z0-9]{64}", b"", body)

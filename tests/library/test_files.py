"""Pictures of a pack."""

import pytest
from django.test import Client

from studyapp.library.models import Pack
from tests.library import stored


@pytest.fixture
def tea(db: None) -> Pack:
    files = {"img/tin.png": stored.PICTURE, "pack.toml": b"secret", "d1/1.1.md": b"key", "img/x.svg": b"<svg/>"}
    return stored.publish(files=files)


def test_a_picture_is_served_to_be_kept_and_not_sniffed(tea: Pack, client: Client) -> None:
    response = client.get("/packs/tea/files/1/img/tin.png")

    assert response.content == stored.PICTURE
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_lesson_asks_for_the_picture_where_it_is(tea: Pack, client: Client) -> None:
    html = client.get("/packs/tea/l/leaves/choosing-leaves/").content.decode()

    assert 'src="/packs/tea/files/1/img/tin.png"' in html


@pytest.mark.parametrize("path", ["pack.toml", "d1/1.1.md", "img/x.svg", "img/none.png", "img/../pack.toml"])
def test_sources_and_everything_that_is_no_picture_stay_inside(path: str, tea: Pack, client: Client) -> None:
    assert client.get(f"/packs/tea/files/1/{path}").status_code == 404


def test_a_version_that_is_not_there_has_no_pictures(tea: Pack, client: Client) -> None:
    assert client.get("/packs/tea/files/2/img/tin.png").status_code == 404

"""New rows in one go: the same as the ORM stores, whatever the text says."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.forms.models import model_to_dict

from studyapp.library.bulk import insert_rows, insert_rows_with_ids, insert_values, pack_long_values_fast
from studyapp.library.models import ComparisonTable, RevisionContent, SearchTerm, SectionRevision, StoredFile
from tests.library.stored import publish

pytestmark = pytest.mark.django_db

AWKWARD = 'a tab\there, \\N and \\., a line\nmore, "quotes", {braces}, 茶 🍵, a \r return'


def _revisions() -> list[SectionRevision]:
    publish()
    return list(SectionRevision.objects.order_by("pk")[:2])


def _table(revision: SectionRevision, *, position: int = 90, text: str = AWKWARD) -> ComparisonTable:
    phrases = [{"text": text, "html": ""}]
    return ComparisonTable(
        revision=revision, position=position, key=f"k{position}", line=1, columns=phrases, rows=[phrases, []],
        key_column=1, furniture=True,
    )  # fmt: skip


def _said(row: Model) -> dict[str, object]:
    return model_to_dict(row, exclude=["id", "revision"])


def test_rows_are_stored_as_the_orm_stores_them() -> None:
    one, other = _revisions()
    insert_rows([_table(one)])
    ComparisonTable.objects.bulk_create([_table(other)])
    ours, theirs = (ComparisonTable.objects.get(revision=revision, position=90) for revision in (one, other))
    assert _said(ours) == _said(theirs)
    assert ours.rows == [[{"text": AWKWARD, "html": ""}], []]


def test_rows_with_a_key_of_their_own_keep_it() -> None:
    revision = _revisions()[0]
    RevisionContent.objects.filter(revision=revision).delete()
    insert_rows([RevisionContent(revision=revision, content={"text": AWKWARD, "none": None})])
    assert RevisionContent.objects.get(pk=revision.pk).content == {"text": AWKWARD, "none": None}


def test_rows_that_others_point_at_get_ids_of_their_own() -> None:
    one, other = _revisions()
    ours = [_table(one, position=position) for position in (90, 91)]
    insert_rows_with_ids(ours)
    theirs = ComparisonTable.objects.create(**_said(_table(other)), revision=other)
    assert len({ours[0].pk, ours[1].pk, theirs.pk}) == 3
    for row in ours:
        stored = ComparisonTable.objects.get(pk=row.pk)
        assert (stored.position, stored.rows, stored.revision_id) == (row.position, row.rows, one.pk)
        row.save(force_update=True)


def test_no_rows_are_no_statement(django_assert_num_queries: Callable[[int], AbstractContextManager[None]]) -> None:
    with django_assert_num_queries(0):
        insert_rows([])
        insert_rows_with_ids([])


def test_values_are_stored_by_their_columns() -> None:
    revision = _revisions()[0]
    insert_values(SearchTerm, ("revision_id", "stem", "weight"), [(revision.pk, AWKWARD[:60], 3)])
    assert SearchTerm.objects.get(stem=AWKWARD[:60]).weight == 3


def test_a_row_that_the_database_refuses_leaves_none_and_raises_an_error_of_django() -> None:
    revision = _revisions()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([_table(revision), _table(revision)])
    assert not ComparisonTable.objects.filter(position=90).exists()


@pytest.mark.postgres
def test_long_values_are_packed_fast_where_the_server_can() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'lz4' = ANY (enumvals) FROM pg_settings WHERE name = 'default_toast_compression'")
        expected = "lz4" if cursor.fetchone() == (True,) else "pglz"
        pack_long_values_fast()
        StoredFile.objects.create(digest="a", content=b"tea " * 5000)
        cursor.execute("SELECT pg_column_compression(content) FROM library_storedfile WHERE digest = 'a'")
        assert cursor.fetchone() == (expected,)
    assert bytes(StoredFile.objects.get(pk="a").content) == b"tea " * 5000

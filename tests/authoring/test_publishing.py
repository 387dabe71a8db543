"""What publishing stores, shares, moves and keeps."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studyapp.accounts.models import User
from studyapp.authoring.drafts.keeping import create_draft, read_of
from studyapp.authoring.errors import CannotPublish, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.release.releasing import publish_draft
from studyapp.authoring.versions.services import publish, roll_back
from studyapp.library.models import (
    ComparisonTable,
    Fact,
    Pack,
    PackFile,
    PackVersion,
    ReflectionQuestion,
    SearchTerm,
    SectionRevision,
    StoredFile,
)
from studyapp.quiz.models import Item
from studyapp.reflection.models import Criterion, Rubric
from tests import factories
from tests.authoring.packs import LEAVES, MANIFEST, PIXEL, WATER, read, tea
from tests.factories import NOW

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TYPO = LEAVES.replace("Keep leaves dark, dry", "Store leaves dark, dry")
WITHOUT_TABLE = LEAVES.replace(LEAVES[LEAVES.index("| Kind") : LEAVES.index("**Oxidation")], "")

pytestmark = pytest.mark.django_db


def publish_tea(
    *, base: PackVersion | None = None, by: User | None = None, retire: bool = False, **edits: str
) -> PackVersion:
    return publish(read(tea(**edits)), by=by, at=AT, base_version=base, owner=by, retire=retire)


def fact_ids(pack: Pack) -> dict[str, int]:
    return dict(pack.facts.values_list("key", "pk"))


def test_a_published_pack_is_current_with_its_lessons_facts_and_items() -> None:
    version = publish_tea()
    pack = Pack.objects.get(key="tea")
    assert pack.current_version == version
    assert (version.number, version.title, version.published_at) == (1, "Making tea", AT)
    assert [place.revision.section.key for place in version.places.all()] == ["leaves", "storing", "water"]
    assert [place.lesson.key for place in version.places.all()] == ["leaves", "leaves", "water"]
    assert Item.objects.current().count() == len(read().bank.items)  # type: ignore[union-attr]
    assert pack.facts.live().count() == 15


def test_a_section_belongs_to_the_domain_of_its_task() -> None:
    publish_tea()
    codes = dict(SectionRevision.objects.values_list("section__key", "domain_code"))
    assert codes == {"leaves": "d1", "storing": "d1", "water": "d2"}
    assert Fact.objects.get(key="green-water").domain_code == "d2"


def test_facts_stand_in_reading_order_with_their_lesson_and_family() -> None:
    publish_tea()
    facts = list(Fact.objects.order_by("position"))
    assert [fact.position for fact in facts] == list(range(1, 16))
    assert facts[0].key == "one-plant"
    trap = Fact.objects.get(key="fridge")
    assert (trap.section.key, trap.lesson.key, trap.kind) == ("storing", "leaves", "trap")
    cells = Fact.objects.filter(kind="cell", key__startswith="kinds/green/")
    assert len({fact.family for fact in cells}) == 1
    assert len({fact.column for fact in cells}) == 2


def test_the_same_bytes_make_no_new_version() -> None:
    first = publish_tea()
    again = publish_tea(base=first)
    assert again == first
    assert PackVersion.objects.count() == 1


def test_an_edit_shares_the_sections_that_did_not_change() -> None:
    first = publish_tea()
    second = publish_tea(base=first, leaves=TYPO)
    before = {place.revision.section.key: place.revision_id for place in first.places.all()}
    after = {place.revision.section.key: place.revision_id for place in second.places.all()}
    assert before["leaves"] == after["leaves"]
    assert before["water"] == after["water"]
    assert before["storing"] != after["storing"]
    assert SectionRevision.objects.count() == 4


def test_a_line_more_above_leaves_the_sections_below_as_they_were_but_moves_their_place() -> None:
    first = publish_tea()
    longer = LEAVES.replace("## 1.1.1. Storing", "One more paragraph.\n\n## 1.1.1. Storing")
    second = publish_tea(base=first, leaves=longer)
    storing = [version.places.get(revision__section__key="storing") for version in (first, second)]
    assert storing[0].revision_id == storing[1].revision_id
    assert storing[1].line == storing[0].line + 2


def test_facts_keep_their_identity_over_an_edit() -> None:
    first = publish_tea()
    before = fact_ids(first.pack)
    publish_tea(base=first, leaves=LEAVES.replace("Dinner was heavy", "The evening meal was heavy"))
    assert fact_ids(first.pack) == before
    cell = Fact.objects.get(key="kinds/pu-erh/drink-when")
    wordings = Item.objects.filter(fact=cell, form="forward")
    assert wordings.count() == 2
    assert wordings.current().get().stem == wordings.exclude(pk__in=wordings.current()).get().stem


def test_what_is_gone_retires_and_comes_back_as_the_same_fact() -> None:
    first = publish_tea()
    before = fact_ids(first.pack)
    second = publish_tea(base=first, retire=True, leaves=WITHOUT_TABLE)
    assert second.pack.facts.live().count() == 7
    assert fact_ids(first.pack) == before
    publish_tea(base=second, leaves=LEAVES.replace("Keep leaves dark", "Store leaves dark"))
    assert first.pack.facts.live().count() == 15
    assert fact_ids(first.pack) == before


def test_retiring_over_a_tenth_needs_consent_and_stores_nothing_without() -> None:
    first = publish_tea()
    with pytest.raises(RetiresTooMuch) as refused:
        publish_tea(base=first, leaves=WITHOUT_TABLE)
    assert (refused.value.retired, refused.value.live) == (8, 15)
    assert "8 of 15 facts" in str(refused.value)
    assert PackVersion.objects.count() == 1


def test_retiring_a_little_needs_no_consent() -> None:
    first = publish_tea()
    second = publish_tea(base=first, leaves=LEAVES.replace("**Oxidation:** The darkening", "The darkening"))
    assert second.pack.facts.live().count() == 14


def test_somebody_elses_publish_meanwhile_is_a_conflict() -> None:
    first = publish_tea()
    publish_tea(base=first, leaves=TYPO)
    with pytest.raises(PublishConflict, match="Version 2"):
        publish_tea(base=first, water=WATER.replace("Boil fresh water", "Boil some fresh water"))
    assert PackVersion.objects.count() == 2


def test_two_first_publishes_of_one_pack_conflict() -> None:
    publish_tea()
    with pytest.raises(PublishConflict):
        publish_tea(leaves=TYPO)


def test_an_upload_with_an_error_stores_nothing() -> None:
    with pytest.raises(CannotPublish):
        publish_tea(water=WATER.replace("- [x]", "- [ ]"))
    assert not Pack.objects.exists()
    assert not Fact.objects.exists()


def test_a_failure_in_the_last_step_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("studyapp.authoring.versions.services.store_rubrics", fail)
    with pytest.raises(RuntimeError, match="power"):
        publish_tea()
    assert not Pack.objects.exists()
    assert not StoredFile.objects.exists()


def test_rolling_back_shows_the_old_version_and_forward_the_new_one() -> None:
    olga = factories.make_olga()
    first = publish_tea()
    second = publish_tea(base=first, retire=True, leaves=WITHOUT_TABLE, manifest=MANIFEST.replace("Making tea", "Tea"))
    roll_back(first.pack, first, by=olga, at=NOW)
    pack = Pack.objects.get()
    assert (pack.current_version, pack.title, pack.facts.live().count()) == (first, "Making tea", 15)
    roll_back(first.pack, second, by=olga, at=NOW)
    pack.refresh_from_db()
    assert (pack.current_version, pack.title, pack.facts.live().count()) == (second, "Tea", 7)
    assert PackVersion.objects.count() == 2


def test_rolling_back_describes_facts_as_the_old_version_did() -> None:
    olga = factories.make_olga()
    first = publish_tea()
    described = list(Fact.objects.order_by("pk").values())
    moved = MANIFEST.replace('id = "1.1"', 'id = "9.9"').replace('id = "2.1"', 'id = "1.1"').replace("9.9", "2.1")
    publish_tea(base=first, manifest=moved)
    assert Fact.objects.get(key="fridge").domain_code == "d2"
    roll_back(first.pack, first, by=olga, at=NOW)
    assert list(Fact.objects.order_by("pk").values()) == described


def test_publishing_the_bytes_of_an_older_version_makes_it_current_again() -> None:
    first = publish_tea()
    second = publish_tea(base=first, leaves=TYPO)
    assert publish_tea(base=second) == first
    assert Pack.objects.get().current_version == first
    assert PackVersion.objects.count() == 2


def test_a_rubric_that_says_the_same_stays_the_same_row() -> None:
    first = publish_tea()
    publish_tea(base=first, water=WATER.replace("Boil fresh water", "Boil some fresh water"))
    rubric = Rubric.objects.get()
    assert rubric.questions.count() == ReflectionQuestion.objects.count() == 2
    assert list(Criterion.objects.values_list("fact__key", "points")) == [
        ("bitter-tea/criterion-cooler-water", 2.0),
        ("bitter-tea/criterion-a-shorter-time", 1.0),
    ]


def test_another_rubric_is_another_row_for_the_same_facts() -> None:
    first = publish_tea()
    publish_tea(base=first, water=WATER.replace("- shorter/less time", "- shorter/less/fewer time/minutes"))
    assert Rubric.objects.count() == 2
    assert Fact.objects.filter(kind="criterion").count() == 2


def test_search_finds_a_section_by_its_title_before_its_text() -> None:
    publish_tea()
    weights = dict(SearchTerm.objects.filter(stem="leav").values_list("revision__section__key", "weight"))
    assert weights["leaves"] > weights["storing"]
    assert "water" in weights


def test_authored_options_reasons_and_rubrics_cannot_be_searched() -> None:
    publish_tea()
    found = set(SearchTerm.objects.filter(revision__section__key="water").values_list("stem", flat=True))
    assert {"pot", "bitter"} <= found
    assert not {"scald", "dissolv", "even", "cooler", "steep"} & found


def test_files_are_stored_once_for_all_versions() -> None:
    pictured = {**tea(), "img/pot.png": PIXEL}
    first = publish(read(pictured), by=None, at=AT, base_version=None)
    publish(read({**pictured, **tea(leaves=TYPO)}), by=None, at=AT, base_version=first)
    assert PackFile.objects.filter(path="img/pot.png").count() == 2
    assert StoredFile.objects.count() == 6
    assert bytes(PackFile.objects.filter(path="img/pot.png")[0].stored.content) == PIXEL


def test_a_table_of_links_is_stored_as_furniture() -> None:
    links = (
        "\n| Next | Before |\n| --- | --- |\n| [a](leaves.md) | [b](water.md) |\n| [c](leaves.md) | [d](water.md) |\n"
    )
    publish_tea(leaves=LEAVES + links)
    assert sorted(ComparisonTable.objects.values_list("furniture", flat=True)) == [False, True]


def test_only_the_owner_and_operators_may_publish_a_pack() -> None:
    ines, other, olga = factories.make_ines(), factories.make_learner("Ivo", role="instructor"), factories.make_olga()
    first = publish_tea(by=ines)
    assert Pack.objects.get().owner == ines
    with pytest.raises(NotYours):
        publish_tea(by=other, base=first, leaves=TYPO)
    publish_tea(by=olga, base=first, leaves=TYPO)
    assert Pack.objects.get().owner == ines


def test_a_draft_keeps_what_was_read_and_publishes_it_once() -> None:
    ines = factories.make_ines()
    draft = create_draft(read(), owner=ines, file_name="tea.zip")
    assert not Pack.objects.exists()
    kept, fresh = read_of(draft, with_files=True), read()
    assert (kept.study_pack, kept.bank, kept.files) == (fresh.study_pack, fresh.bank, fresh.files)
    version = publish_draft(draft, by=ines, at=AT)
    draft.refresh_from_db()
    assert draft.published_version == version
    assert publish_draft(draft, by=ines, at=AT) == version
    assert PackVersion.objects.count() == 1


def test_an_upload_for_somebody_elses_pack_is_no_draft() -> None:
    publish_tea(by=factories.make_ines())
    with pytest.raises(NotYours, match="belongs to somebody else"):
        create_draft(read(), owner=factories.make_learner("Ivo", role="instructor"), file_name="tea.zip")


def test_the_number_of_statements_does_not_grow_with_the_pack() -> None:
    def statements(sections: int) -> int:
        more = "".join(
            f"\n## 1.1.{n}. More {n}\n\n**Term {n}:** What leaf number {n} is.\n" for n in range(2, sections)
        )
        manifest = MANIFEST.replace('"tea"', f'"tea-{sections}"')
        upload = read(tea(leaves=LEAVES + more, manifest=manifest))
        with CaptureQueriesContext(
            connection,
        ) as captured:
            publish(upload, by=None, at=AT, base_version=None)
        return len(captured)

    assert statements(40) <= statements(3) + 6  # SQLite takes 999 values a statement


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_publish_at_once_one_meets_a_conflict() -> None:
    first = publish_tea()
    uploads = [read(tea(leaves=TYPO)), read(tea(water=WATER.replace("Warm the pot", "Heat the pot")))]
    start = threading.Barrier(2, timeout=60)
    outcomes: list[str] = []

    def work(upload: ReadPack) -> None:
        start.wait()
        try:
            outcomes.append(f"version {publish(upload, by=None, at=AT, base_version=first).number}")
        except PublishConflict:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[upload]) for upload in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "version 2"]
    assert PackVersion.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_publish_publishes_once_and_both_are_told_so() -> None:
    ines = factories.make_ines()
    draft = create_draft(read(), owner=ines, file_name="tea.zip")
    start = threading.Barrier(2, timeout=60)
    outcomes: list[int] = []

    def work() -> None:
        start.wait()
        try:
            outcomes.append(publish_draft(Draft.objects.get(pk=draft.pk), by=ines, at=AT).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == [1, 1]
    assert PackVersion.objects.count() == 1

"""What is read of the log: whose rows, and which of them count."""

from uuid import UUID

import pytest

from studyapp.accounts.models import User
from studyapp.library.models import ExamTrap, Pack, SectionRevision
from studyapp.progress import queries
from studyapp.study.models import ReviewKind
from tests.factories import enrol, make_card, make_fact, make_pack, make_revision
from tests.progress.history import TODAY, make_known_card, make_review, study, understand, undo


@pytest.fixture
def pack(ada: User) -> Pack:
    """The pack Ada studies."""
    pack = make_pack()
    enrol(ada, pack)
    return pack


@pytest.fixture
def revision(pack: Pack) -> SectionRevision:
    """Its only lesson."""
    return make_revision(pack)


def test_undone_answers_undo_rows_and_second_tries_of_a_day_do_not_count(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    fact = make_fact(revision)
    make_review(ada, fact, kind=ReviewKind.NEW)
    make_review(ada, fact, kind=ReviewKind.RELEARN)
    undo(make_review(ada, fact))
    assert queries.answers_by_day(ada.pk, pack) == [queries.DayOfAnswers(TODAY, "d1", 1, 20_000)]


def test_a_written_answer_counts_once_however_many_criteria_it_had(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    for cause in (UUID(int=7), UUID(int=7), UUID(int=7), UUID(int=8)):
        fact = make_fact(revision, kind="criterion")
        make_review(ada, fact, kind=ReviewKind.REFLECTION, cause=cause, milliseconds=0)
    assert [row.answers for row in queries.answers_by_day(ada.pk, pack)] == [2]


def test_an_answer_belongs_to_the_domain_that_its_fact_has_now(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    make_review(ada, make_fact(revision, domain_code="d2"), domain_code="d1")
    assert [row.domain_code for row in queries.answers_by_day(ada.pk, pack)] == ["d2"]


def test_nothing_of_a_stranger_or_of_another_pack_is_read(
    ada: User, bo: User, pack: Pack, revision: SectionRevision
) -> None:
    trap = make_fact(revision, kind="trap")
    make_review(bo, trap, form="belief", score=0)
    make_known_card(bo, trap)
    understand(bo, revision)
    understand(ada, study(ada, make_pack(), 2))
    assert queries.answers_by_day(ada.pk, pack) == []
    assert queries.cards_of(ada.pk, pack) == []
    assert queries.traps_fallen_for(ada.pk, pack) == []
    assert [lesson.understood for lesson in queries.lessons_of(ada.pk, pack)] == [False]
    assert queries.packs_of(ada.pk) == [pack]


def test_a_strangers_undo_takes_nothing_of_mine_back(
    ada: User, bo: User, pack: Pack, revision: SectionRevision
) -> None:
    mine = make_review(ada, make_fact(revision))
    theirs = undo(mine)
    type(theirs).objects.filter(id=theirs.id).update(learner_id=bo.pk)
    assert [row.answers for row in queries.answers_by_day(ada.pk, pack)] == [1]


def test_retired_facts_and_inactive_cards_are_left_out(ada: User, pack: Pack, revision: SectionRevision) -> None:
    make_card(ada, make_fact(revision, is_live=False))
    make_card(ada, make_fact(revision), is_active=False)
    make_card(ada, make_fact(revision, kind="criterion"))
    make_card(ada, make_fact(revision))
    assert [card.comes_back for card in queries.cards_of(ada.pk, pack)] == [False, True]
    assert queries.families_by_domain(pack) == {"d1": 3}


def test_a_trap_is_fallen_for_by_its_distractor_by_believing_it_and_in_own_words(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    trap, cell = make_fact(revision, kind="trap", title="RAG changes weights"), make_fact(revision)
    make_review(ada, cell, score=0, trap_fact_id=trap.pk, days_ago=5)
    make_review(ada, trap, score=0, form="belief", days_ago=4)
    make_review(ada, trap, score=0, kind=ReviewKind.REFLECTION, cause=UUID(int=7), days_ago=2)
    found = queries.traps_fallen_for(ada.pk, pack)
    assert found == [queries.TrapRow("RAG changes weights", "", revision.section.key, "t", 3, TODAY - 2)]


def test_a_trap_says_what_was_believed_if_its_author_wrote_it_down(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    ExamTrap.objects.create(revision=revision, position=1, key="t", line=3, text="Tuning", belief="RAG tunes.")
    make_review(ada, make_fact(revision, kind="trap"), score=0, form="belief")
    assert [row.belief for row in queries.traps_fallen_for(ada.pk, pack)] == ["RAG tunes."]


def test_no_fall_is_a_right_answer_a_card_not_recalled_a_relearned_or_an_undone_one(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    trap = make_fact(revision, kind="trap")
    make_review(ada, trap, score=1, form="belief")
    make_review(ada, trap, score=0, form="recall")
    make_review(ada, trap, score=0, form="belief", kind=ReviewKind.RELEARN)
    undo(make_review(ada, trap, score=0, form="belief"))
    assert queries.traps_fallen_for(ada.pk, pack) == []


def test_the_latest_ten_traps_are_listed_and_those_of_withdrawn_lessons_are_not(
    ada: User, pack: Pack, revision: SectionRevision
) -> None:
    for days_ago in range(11):
        make_review(ada, make_fact(revision, kind="trap"), score=0, form="belief", days_ago=days_ago + 1)
    gone = make_fact(revision, kind="trap")
    make_review(ada, gone, score=0, form="belief")
    gone.places.all().delete()
    found = queries.traps_fallen_for(ada.pk, pack)
    assert [row.last_day for row in found] == [TODAY - days_ago for days_ago in range(1, 11)]


def test_lessons_come_in_reading_order_with_the_sections_below_them_left_out(ada: User, pack: Pack) -> None:
    first = make_revision(pack, title="First")
    make_revision(pack, lesson=first.section, title="Below first")
    second = make_revision(pack, title="Second", domain_code="d2")
    understand(ada, second)
    found = [(row.title, row.domain_code, row.understood) for row in queries.lessons_of(ada.pk, pack)]
    assert found == [("First", "d1", False), ("Second", "d2", True)]

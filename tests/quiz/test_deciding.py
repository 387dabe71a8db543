"""Decisions of instructors: what learners are asked afterwards, and what outlives a new version."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studyapp.accounts.models import User
from studyapp.library.models import Fact, Pack, PackVersion
from studyapp.quiz import deciding
from studyapp.quiz.beliefs import BELIEF_ORDINAL, CannotApprove, approve_belief
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.queries import askable, to_show
from tests import factories
from tests.authoring.drafting import published
from tests.authoring.packs import LEAVES, tea

pytestmark = pytest.mark.django_db

BLACK = "kinds/black/drink-when"
OTHER_WHITE = LEAVES.replace("A guest prefers subtle flowers", "Somebody asks for faint blossoms")
OTHER_BLACK = LEAVES.replace("Milk and sugar go into the cup", "Milk and honey are stirred in")
BELIEF_LINES = """\
> **Belief:** A refrigerator is the best place for an open tin.
> **Truth:** Moisture condenses on cold leaves whenever the tin is opened.
"""
NO_BELIEF = LEAVES.replace(BELIEF_LINES, "")


Publish = Callable[..., Pack]


@pytest.fixture
def client(ines: User) -> Client:
    return factories.signed_in(ines)


@pytest.fixture
def tea_pack(client: Client, ines: User) -> Publish:
    """Publishes a version and gives the pack."""

    def publish(**edits: str) -> Pack:
        return published(client, ines, tea(**edits)).pack

    return publish


def black() -> Item:
    """The forward item about black tea as learners are asked it now."""
    return Item.objects.current().select_related("fact__pack__current_version").get(fact__key=BLACK, form="forward")


def version_of(pack: Pack) -> PackVersion:
    assert pack.current_version is not None
    return pack.current_version


def asked_forms(key: str = BLACK) -> set[str]:
    fact = Fact.objects.get(key=key)
    return {item.form for item in askable([fact.pk]).get(fact.pk, [])}


def test_a_suppressed_item_is_never_asked_and_an_accepted_one_is_asked_again(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    everything = asked_forms()
    deciding.suppress(black(), by=ines, at=timezone.now())
    assert asked_forms() == everything - {"forward"}
    assert [is_askable for _item, is_askable in to_show([black().pk]).values()] == [False]
    deciding.accept(black(), by=ines, at=timezone.now())
    assert asked_forms() == everything


def test_a_fact_whose_last_form_is_suppressed_is_not_asked_and_keeps_its_card(
    tea_pack: Publish, ines: User, ada: User
) -> None:
    pack = tea_pack()
    card = factories.make_card(ada, Fact.objects.get(key=BLACK), version=1, reps=1)
    for item in Item.objects.current().filter(fact__key=BLACK):
        deciding.suppress(item, by=ines, at=timezone.now())
    assert asked_forms() == set()
    card.refresh_from_db()
    assert (card.is_active, card.fact.is_live, card.reps) == (True, True, 1)
    assert pack.facts.get(key=BLACK).items.exists()


def test_learners_see_the_words_of_an_edit(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    item = black()
    place = next(place for place in range(1, len(item.options) + 1) if place not in item.keys)
    deciding.edit(
        item, stem="On which occasion is Black the tea to drink?", distractors={place: "It rains all day"}, by=ines,
        at=timezone.now(),
    )  # fmt: skip
    shown = black()
    assert shown.stem == "On which occasion is Black the tea to drink?"
    assert shown.options[place - 1] == {
        "text": "It rains all day",
        "html": "It rains all day",
        "origin": "authored",
        "why": "",
    }
    assert shown.keys == item.keys


def test_an_edit_that_breaks_a_rule_is_not_stored(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    with pytest.raises(deciding.BrokenRules, match="Rule 16"):
        deciding.edit(black(), stem="When would you drink this tea?", distractors={}, by=ines, at=timezone.now())
    assert not ItemDecision.objects.exists()
    assert black().generated is None


def edited(ines: User) -> Item:
    item = black()
    place = next(place for place in range(1, len(item.options) + 1) if place not in item.keys)
    deciding.edit(item, stem=item.stem, distractors={place: "It rains all day"}, by=ines, at=timezone.now())
    return black()


def test_an_edited_item_is_kept_when_a_new_version_makes_other_distractors(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    before = edited(ines)
    tea_pack(leaves=OTHER_WHITE)
    after = black()
    assert after.pk != before.pk
    assert after.options == before.options
    assert not ItemDecision.objects.get().is_stale
    deciding.restore(after, by=ines, at=timezone.now())
    assert "Somebody asks for faint blossoms" in {option["text"] for option in black().options}


def test_a_decision_is_asked_again_when_the_key_changed(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    edited(ines)
    tea_pack(leaves=OTHER_BLACK)
    assert ItemDecision.objects.get().is_stale
    assert "It rains all day" not in {option["text"] for option in black().options}
    deciding.suppress(black(), by=ines, at=timezone.now())
    assert "forward" not in asked_forms()
    deciding.undo(black())
    assert ItemDecision.objects.get().is_stale
    assert "forward" in asked_forms()


def test_a_suppressed_item_stays_so_over_versions_and_rolling_back(
    tea_pack: Publish, client: Client, ines: User
) -> None:
    tea_pack()
    deciding.suppress(black(), by=ines, at=timezone.now())
    tea_pack(leaves=OTHER_WHITE)
    assert "forward" not in asked_forms()
    deciding.accept(black(), by=ines, at=timezone.now())
    client.post("/teach/tea/history/1/roll-back/")
    assert "forward" in asked_forms()


def test_undoing_goes_back_one_decision_and_then_to_none(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    first = black()
    assert not deciding.undo(first)
    edited(ines)
    deciding.suppress(black(), by=ines, at=timezone.now())
    assert deciding.undo(black())
    assert ItemDecision.objects.get().verdict == "edited"
    assert black().generated is not None
    assert deciding.undo(black())
    assert not ItemDecision.objects.exists()
    assert black().options == first.options


def test_accepting_a_suppressed_item_brings_its_edit_back(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    options = edited(ines).options
    deciding.suppress(black(), by=ines, at=timezone.now())
    assert deciding.accept(black(), by=ines, at=timezone.now()).verdict == "edited"
    assert black().options == options


def test_accepting_all_leaves_what_was_decided_alone(tea_pack: Publish, ines: User) -> None:
    tea_pack()
    deciding.suppress(black(), by=ines, at=timezone.now())
    items = list(Item.objects.current().select_related("fact"))
    assert deciding.accept_all(items, by=ines, at=timezone.now()) == len(items) - 1
    assert ItemDecision.objects.get(fact__key=BLACK, form="forward").verdict == "suppressed"


def test_an_approved_belief_is_asked_and_kept_until_its_trap_changes(tea_pack: Publish, ines: User) -> None:
    pack = tea_pack(leaves=NO_BELIEF)
    fact = pack.facts.get(key="fridge")
    assert asked_forms("fridge") == {"recall"}
    item = approve_belief(fact, version_of(pack), "Cold keeps an open tin fresh.", by=ines, at=timezone.now())
    assert (item.kind, item.keys, item.ordinal) == ("true-false", [2], BELIEF_ORDINAL)
    assert asked_forms("fridge") == {"recall", "belief"}
    moved = tea_pack(leaves=NO_BELIEF.replace("Keep leaves dark", "Always keep leaves dark"))
    assert asked_forms("fridge") == {"recall", "belief"}
    assert Item.objects.current().get(fact=fact, form="belief").stem == "True or false: “Cold keeps an open tin fresh”"
    assert moved.pk == pack.pk
    tea_pack(leaves=NO_BELIEF.replace("Cold does not keep", "A cupboard does not keep"))
    assert asked_forms("fridge") == {"recall"}
    assert ItemDecision.objects.get().is_stale


def test_undoing_the_approval_of_a_belief_withdraws_it(tea_pack: Publish, ines: User) -> None:
    pack = tea_pack(leaves=NO_BELIEF)
    fact = pack.facts.get(key="fridge")
    item = approve_belief(fact, version_of(pack), "Cold keeps an open tin fresh.", by=ines, at=timezone.now())
    approve_belief(fact, version_of(pack), "Ice keeps an open tin fresh.", by=ines, at=timezone.now())
    assert deciding.undo(item)
    item = Item.objects.select_related("fact__pack__current_version").get(pk=item.pk)
    assert "Cold keeps" in item.stem
    assert deciding.undo(item)
    assert asked_forms("fridge") == {"recall"}


def test_a_belief_beside_that_of_the_author_is_refused(tea_pack: Publish, ines: User) -> None:
    pack = tea_pack()
    with pytest.raises(CannotApprove, match="The author wrote a belief"):
        approve_belief(pack.facts.get(key="fridge"), version_of(pack), "Cold keeps tea.", by=ines, at=timezone.now())


def test_following_many_decisions_takes_as_many_statements_as_following_one(tea_pack: Publish, ines: User) -> None:
    version = version_of(tea_pack())
    counts = []
    for upto in (1, 20):
        for item in Item.objects.current().select_related("fact")[:upto]:
            deciding.suppress(item, by=ines, at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            deciding.follow_decisions(version)
        counts.append(len(captured))
    assert counts[0] == counts[1]

"""Weekly edits of a pack that two people study: what each of them does to each card."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import NamedTuple

import pytest
from django.core.management import call_command

from studyapp.accounts.models import User
from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import read_upload
from studyapp.authoring.versions.services import publish, roll_back
from studyapp.library.models import Fact, Pack, PackVersion
from studyapp.study.changes import changed_answers
from studyapp.study.models import Card, Review
from studyapp.study.planning import day_of
from tests.authoring.packs import MANIFEST, sources
from tests.browser.history import make_history
from tests.factories import NOW

LEAVES = """\
---
task: 1.1
---
# 1.1. Choosing Leaves

> **First Principle:** Every kind of tea is one plant, handled differently after the harvest.

| Kind | What is done to the leaf | Drink when |
| --- | --- | --- |
| Green | Heated at once, so that it keeps its colour | You want something grassy in the morning |
| Black | Rolled and left in moist air until it turns dark | Milk and sugar go into the cup |
| White | Only dried, from the youngest buds | A guest prefers subtle flowers |
| Pu-erh | Pressed into cakes and stored for years | Dinner was heavy |

**Oxidation:** The darkening of a bruised leaf in contact with air.

**Withering:** The slow loss of water that makes a fresh leaf soft enough to be rolled.

## 1.1.1. Storing Leaves

> **Exam Trap:** Cold does not keep an open tin fresh.
> **Belief:** A refrigerator is the best place for an open tin.
> **Truth:** Moisture condenses on cold leaves whenever the tin is opened.
"""

WATER = """\
---
task: 2.1
---
# 2.1. Heating Water

**Making a pot, in this order:**

1. Boil fresh water.
2. Warm the pot.
3. Add the leaves.
4. Pour and wait.

### Which water suits green leaves?

- [ ] Water at a rolling boil
    - why: it scalds them and draws out bitterness.
- [x] Water that has cooled for some minutes
    - why: little bitterness dissolves in it.
- [ ] Water from the evening before
    - why: the temperature matters, not the age.

### How long does green tea steep?

- [x] Two minutes
- [ ] Ten minutes
- [ ] Half an hour
"""
STORING = LEAVES.index("## 1.1.1.")
WEEK = timedelta(days=7)


class Memory(NamedTuple):
    """What a card says."""

    stability: float | None
    difficulty: float | None
    due_at: datetime
    recheck_at: datetime | None
    version: int


Memories = dict[tuple[str, str], Memory]


class Course:
    """The pack with its two learners, week by week."""

    def __init__(self, owner: User, learners: list[User]) -> None:
        self.owner, self.learners, self.at = owner, learners, NOW
        self.files: dict[str, str | bytes] = {"pack.toml": MANIFEST, "d1/leaves.md": LEAVES, "d2/water.md": WATER}
        self.pack = Pack.objects.get(pk=self.publish().pack_id)
        for number, learner in enumerate(learners):
            make_history(learner, self.pack, now=self.at, sittings=8 - 2 * number, seed=number)

    def publish(self, *, retire: bool = False, **edits: str) -> PackVersion:
        """The next week's version. Edits are `leaves`, `water` or `storing` with their whole text; "" drops a file."""
        paths = {"leaves": "d1/leaves.md", "water": "d2/water.md", "storing": "d1/storing.md"}
        self.files |= {paths[name]: text for name, text in edits.items()}
        self.files = {path: text for path, text in self.files.items() if text}
        read = read_upload(sources(self.files), earlier_of=earlier_sections)
        assert not read.doubts
        self.at += WEEK
        version = publish(read, by=self.owner, owner=self.owner, at=self.at, base_version=self.current(), retire=retire)
        self.check()
        return version

    def current(self) -> PackVersion | None:
        """The version that learners see."""
        return PackVersion.objects.filter(pk__in=Pack.objects.values("current_version")).first()

    def roll_back(self, number: int) -> None:
        """Another version again, a week later."""
        self.at += WEEK
        roll_back(self.pack, self.pack.versions.get(number=number), by=self.owner, at=self.at)
        self.check()

    def check(self) -> None:
        """Every card is what its log says."""
        call_command("verify_state", stdout=StringIO(), stderr=StringIO())

    def memories(self) -> Memories:
        """Every card of a live fact, by learner and key of the fact."""
        names = {learner.pk: learner.name for learner in self.learners}
        cards = Card.objects.filter(fact__is_live=True).select_related("fact")
        return {
            (names[card.learner_id], card.fact.key): Memory(
                card.stability, card.difficulty, card.due_at, card.recheck_at, card.version
            )
            for card in cards
        }


def touched(course: Course, before: Memories) -> set[str]:
    """The keys of facts of which some card is no longer what it was."""
    after = course.memories()
    assert set(before) <= set(after), "a card was lost"
    return {key for (name, key), memory in before.items() if after[name, key] != memory}


def queued(course: Course) -> set[str]:
    """The keys of the facts that Ada is asked on the day of the last edit."""
    ids = [one.fact_id for one in day_of(course.learners[0].pk, course.at).queue()]
    return set(Fact.objects.filter(pk__in=ids).values_list("key", flat=True))


@pytest.fixture
def course(ines: User, ada: User, bo: User) -> Iterator[Course]:
    """Ines teaches it, Ada and Bo study it."""
    course = Course(ines, [ada, bo])
    assert len({name for name, _ in course.memories()}) == 2
    yield course
    course.check()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "edits",
    [
        {"leaves": LEAVES.replace("in contact with air", "in contakt with air")},
        {"leaves": LEAVES.replace("# 1.1. ", "# 1.4. ").replace("## 1.1.1. ", "## 1.4.1. ")},
        {"leaves": LEAVES[:STORING], "storing": "---\ntask: 1.1\n---\n" + LEAVES[STORING:].replace("## ", "# ")},
        {"leaves": LEAVES.replace("| Kind |", "| Sort |"), "water": WATER},
        {"leaves": LEAVES.replace("| Drink when |", "| When to drink it |")},
        {"leaves": LEAVES.replace("| White |", "| Oolong | Tossed and half darkened | You cannot decide |\n| White |")},
        {"water": WATER.replace("### Which water", "A word on water first.\n\n### Which water")},
        {"leaves": LEAVES.replace("in contact with air", "that meets the air")},
    ],
    ids=["typo", "renumbered", "split file", "key column renamed", "column renamed", "row added", "prose", "reworded"],
)
def test_an_edit_that_leaves_the_answers_alone_costs_no_learner_anything(course: Course, edits: dict[str, str]) -> None:
    before = course.memories()

    course.publish(**edits)

    assert touched(course, before) == set()


@pytest.mark.django_db
def test_a_block_that_moves_to_another_file_takes_its_cards_along(course: Course) -> None:
    before = course.memories()
    term = "**Withering:** The slow loss of water that makes a fresh leaf soft enough to be rolled.\n"

    course.publish(leaves=LEAVES.replace(term, ""), water=WATER.replace("### Which", f"{term}\n### Which", 1))

    assert touched(course, before) == set()
    moved = Fact.objects.live().get(kind="definition", title__contains="Withering")
    assert moved.section.key == Fact.objects.live().get(kind="steps").section.key


@pytest.mark.django_db
def test_a_question_whose_key_is_flipped_is_learned_anew_by_those_who_knew_it(course: Course) -> None:
    before = course.memories()
    known = {key for _, key in before if "suits-green" in key}
    assert len(known) == 1

    flipped = WATER.replace("- [x] Water that has", "- [ ] Water that has").replace("- [ ] Water at", "- [x] Water at")
    course.publish(water=flipped)

    assert touched(course, before) == known
    after = course.memories()
    for place, memory in before.items():
        if place[1] in known and memory.stability is not None:
            assert (after[place].stability, after[place].difficulty) == (None, memory.difficulty)
    told = [one.told for one in changed_answers(course.learners[0].pk, [course.pack.pk])]
    assert [(one.was.partition(" (")[0], one.now.partition(" (")[0]) for one in told] == [
        ("Water that has cooled for some minutes", "Water at a rolling boil")
    ]


@pytest.mark.django_db
def test_a_question_with_another_distractor_is_asked_early_and_keeps_its_memory(course: Course) -> None:
    before = course.memories()
    known = {key for _, key in before if "steep" in key}

    course.publish(water=WATER.replace("- [ ] Ten minutes", "- [ ] Three minutes"))

    assert touched(course, before) == known
    for place, memory in course.memories().items():
        if place[1] in known and before[place].stability is not None:
            assert memory[:2] == before[place][:2]
            assert memory.due_at <= course.at
            assert memory.recheck_at == course.at
    assert known <= queued(course)


@pytest.mark.django_db
def test_what_retires_leaves_the_queue_and_revives_with_its_memory(course: Course) -> None:
    before = course.memories()
    without = LEAVES.replace("**Oxidation:** The darkening of a bruised leaf in contact with air.\n\n", "")

    course.publish(leaves=without, retire=True)

    gone = {place for place in before if "oxidation" in place[1]}
    assert gone
    assert course.memories() == {place: memory for place, memory in before.items() if place not in gone}
    assert not queued(course) & {key for _, key in gone}
    course.publish(leaves=LEAVES)
    assert course.memories() == before


@pytest.mark.django_db
def test_what_returns_with_another_answer_is_learned_anew(course: Course) -> None:
    before = course.memories()
    start = WATER.index("### How long")
    course.publish(water=WATER[:start], retire=True)

    course.publish(water=WATER[:start] + WATER[start:].replace("[x] Two", "[ ] Two").replace("[ ] Ten", "[x] Ten"))

    assert ["green-tea-steep" in key for key in touched(course, before)] == [True]


@pytest.mark.django_db
def test_a_roll_back_is_an_edit_like_any_other(course: Course) -> None:
    before = course.memories()
    flipped = WATER.replace("- [x] Two", "- [ ] Two").replace("- [ ] Ten", "- [x] Ten")
    course.publish(water=flipped)
    known = touched(course, before)
    assert len(known) == 1

    course.roll_back(1)

    assert touched(course, before) == known  # what was learned in between might be the other answer
    assert changed_answers(course.learners[0].pk, [course.pack.pk]) == ()
    live = Fact.objects.live().get(key__in=known)
    assert [one.severity for one in live.changes.all()] == ["flipped", "flipped"]


@pytest.mark.django_db
def test_a_year_of_edits_keeps_every_log_and_every_card(course: Course) -> None:
    rows = Review.objects.exclude(kind__in=("restart", "recheck")).count()
    before = course.memories()
    leaves, water = LEAVES, WATER
    for old, new in (
        ("in contact with", "that meets"),
        ("# 1.1. ", "# 1.2. "),
        ("| Drink when |", "| Drink it when |"),
    ):
        leaves = leaves.replace(old, new)
        course.publish(leaves=leaves)
    for old, new in (("Ten minutes", "Four minutes"), ("[x] Two", "[ ] Two"), ("[ ] Half", "[x] Half")):
        water = water.replace(old, new)
        if "[x]" in water.split("steep?")[1]:
            course.publish(water=water)
    course.publish(
        leaves=leaves.replace("| White |", "| Yellow | Steamed under a cloth | You are curious |\n| White |")
    )
    course.roll_back(2)

    assert set(before) <= set(course.memories())
    assert Review.objects.exclude(kind__in=("restart", "recheck")).count() == rows

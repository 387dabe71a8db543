"""What retires and returns, and ids that are given later: which fact, which section an upload continues."""

from datetime import timedelta

import pytest

from studyapp.authoring.queries import earlier_sections
from studyapp.authoring.reading.packs import ReadPack, read_upload
from studyapp.authoring.versions.services import publish, roll_back
from studyapp.library.models import Fact, Pack, PackVersion
from studyapp.library.queries import sections_of
from tests.authoring.packs import LEAVES, WATER, sources, tea
from tests.factories import NOW

pytestmark = pytest.mark.django_db

TANNIN = "\n**Tannin:** A bitter matter in leaves that binds proteins.\n<!-- id: tannin -->\n"
BELIEF = """
> **Exam Trap:** Tannin is no caffeine.
> **Belief:** Tannin keeps you awake at night.
> **Truth:** Caffeine keeps you awake at night, tannin only tastes bitter.
<!-- id: tannin -->
"""
STEAMED = """
### Which water suits leaves that were steamed in Japan?

- [ ] Boiling water
- [x] Water cooled to seventy
- [ ] Old water
"""
REWORDED = STEAMED.replace("leaves that were steamed", "those leaves which have been steamed")
ROLLED = """
### Which leaves are rolled hard by a machine?

- [ ] White ones
- [x] Black ones
- [ ] Fresh ones
"""
BOTH_ROLLED = ROLLED.replace("[ ] Fresh", "[x] Fresh")


class Author:
    """Publishes week after week."""

    def __init__(self) -> None:
        self.at = NOW
        self.read: ReadPack | None = None

    def publish(self, **lessons: str) -> set[str]:
        """The keys of the facts that are live then."""
        self.read = read_upload(sources(tea(**lessons)), earlier_of=earlier_sections)
        assert not self.read.doubts
        self.at += timedelta(days=7)
        publish(self.read, by=None, at=self.at, base_version=self.current(), retire=True)
        return live()

    def publish_water(self, more: str) -> set[str]:
        """The lesson on water with more at its end."""
        return self.publish(water=WATER + more)

    def current(self) -> PackVersion | None:
        pack = Pack.objects.filter(key="tea").select_related("current_version").first()
        return pack.current_version if pack else None

    def new_sections(self) -> list[str]:
        assert self.read
        return [pair.key for pair in self.read.pairs if pair.kind == "section" and pair.how == "new"]


def live() -> set[str]:
    return set(Fact.objects.live().values_list("key", flat=True))


def test_an_id_that_returns_on_another_kind_of_block_is_another_fact() -> None:
    author = Author()
    before = author.publish_water(TANNIN)
    without = author.publish()

    after = author.publish_water(BELIEF)

    (new,) = after - without
    assert new not in before
    assert Fact.objects.get(key=new).kind == "trap"
    assert Fact.objects.get(key="tannin").kind == "definition"
    assert not Fact.objects.get(key="tannin").is_live


def test_each_kind_under_one_id_returns_as_itself() -> None:
    author = Author()
    defined, _, believed, _ = [author.publish_water(text) for text in (TANNIN, "", BELIEF, "\nA line.\n")]

    assert author.publish_water(TANNIN + "\nA line.\n") == defined
    assert author.publish_water(BELIEF + "\nA line more.\n") == believed


def test_a_question_that_returns_as_another_kind_is_another_fact() -> None:
    author = Author()
    single = author.publish_water(ROLLED)
    without = author.publish()

    multiple = author.publish_water(BOTH_ROLLED)

    assert len(multiple - without) == 1
    assert not (multiple - without) & single


def test_what_was_reworded_before_it_retired_returns_by_its_latest_words() -> None:
    author = Author()
    before = author.publish_water(STEAMED)
    assert author.publish_water(REWORDED) == before
    author.publish()

    assert author.publish_water(REWORDED + "\nA word more.\n") == before


def test_what_a_roll_back_retired_returns_with_its_key() -> None:
    author = Author()
    author.publish()
    target = author.current()
    with_it = author.publish_water(STEAMED)
    assert target
    roll_back(target.pack, target, by=None, at=author.at)  # type: ignore[arg-type]
    assert live() < with_it

    assert author.publish_water(REWORDED) == with_it


@pytest.mark.parametrize("name", ["choosing-leaves", "leaf"])
def test_an_id_given_later_in_front_matter_holds_from_then_on(name: str) -> None:
    author = Author()
    bare = LEAVES.replace("id: leaves\n", "")
    named = bare.replace("---\ntask", f"---\nid: {name}\ntask", 1)
    author.publish(leaves=bare)
    author.publish(leaves=named)

    author.publish(leaves=f"---\nid: {name}\ntask: 1.1\n---\n# 1.1. Everything About Tins\n\nMetal.\n")

    assert not author.new_sections()
    assert sections_of(author.current())[0].key == "choosing-leaves"


def test_an_id_given_later_in_a_comment_that_was_there_holds_from_then_on() -> None:
    author = Author()
    author.publish(leaves=LEAVES.replace("<!-- id: storing -->", "<!-- task: 1.1 -->"))
    author.publish(leaves=LEAVES.replace("<!-- id: storing -->", "<!-- id: tins; task: 1.1 -->"))

    assert [section.id for section in sections_of(author.current())] == ["leaves", "tins", "water"]

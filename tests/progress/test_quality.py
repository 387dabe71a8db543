"""What those who teach a pack learn about its items, from first tries alone."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studyapp.accounts.deletion import delete_account
from studyapp.progress.counting import count_items, latest_learners
from studyapp.progress.models import ItemCount, ItemFigures, Pardon
from studyapp.progress.quality import quality_of
from studyapp.quiz.deciding import edit, suppress
from studyapp.quiz.models import Item, ItemDecision
from studyapp.quiz.reporting import report_item
from studyapp.study.models import ReviewKind
from tests.factories import NOW, enrol, make_fact, make_item, make_learner, make_pack, make_revision
from tests.progress.history import make_review, undo
from tests.study.factories import make_key


@pytest.fixture
def pack(ines):
    return make_pack("ines-pack", owner=ines)


@pytest.fixture
def lesson(pack):
    return make_revision(pack, domain_code="d1")


def make_items(lesson, count):
    return [make_item(make_fact(lesson), lesson) for _ in range(count)]


def try_item(learner, item, *, right=True, choice=None, **fields):
    chosen = choice or (1 if right else 2)
    values = {"kind": ReviewKind.NEW, "shown_order": [2, 1, 3, 4], "choices": [chosen], "score": float(chosen == 1)}
    return make_review(learner, item.fact, item_id=item.pk, form=item.form, **{**values, **fields})


def make_class(pack, count):
    learners = [make_learner(f"learner{number}") for number in range(count)]
    for learner in learners:
        enrol(learner, pack)
    return learners


@pytest.fixture
def ada_studies(ada, pack):
    enrol(ada, pack)
    return ada


def test_of_each_learner_the_first_try_counts(ada_studies, bo, pack, lesson):
    enrol(bo, pack)
    (item,) = make_items(lesson, 1)
    try_item(ada_studies, item, right=False, days_ago=3, milliseconds=8_000)
    try_item(ada_studies, item, days_ago=1)
    try_item(bo, item, milliseconds=12_000)

    count_items(pack, NOW)

    found = ItemFigures.objects.get()
    assert (found.n, found.facility, found.milliseconds) == (2, 0.5, 10_000)
    assert [(one["place"], one["shown"], one["chosen"]) for one in found.options] == [
        (1, 2, 1), (2, 2, 1), (3, 2, 0), (4, 2, 0),
    ]  # fmt: skip


def test_repeats_and_answers_taken_back_do_not_count_and_nothing_after_them(ada_studies, bo, pack, lesson):
    enrol(bo, pack)
    repeated, taken_back, known = make_items(lesson, 3)
    try_item(ada_studies, repeated, is_repeat=True, days_ago=2)
    try_item(ada_studies, repeated)
    undo(try_item(ada_studies, taken_back, right=False, days_ago=2))
    try_item(ada_studies, taken_back)
    try_item(bo, known)

    count_items(pack, NOW)

    assert [one.item_id for one in ItemFigures.objects.all()] == [known.pk]
    assert ItemCount.objects.get().learners == 1


def test_what_was_answered_before_an_edit_belongs_to_other_words(ada_studies, ines, pack, lesson):
    (item,) = make_items(lesson, 1)
    try_item(ada_studies, item, right=False, days_ago=2)
    Item.objects.filter(pk=item.pk).update(generated={"stem": "", "stem_html": "", "options": [], "keys": []})
    ItemDecision.objects.create(
        pack=pack, fact=item.fact, form=item.form, verdict="edited", basis="x", decided_by=ines, decided_at=NOW
    )

    count_items(pack, NOW)
    assert not ItemFigures.objects.exists()
    try_item(ada_studies, item, days_ago=-1)
    count_items(pack, NOW)

    assert ItemFigures.objects.get().facility == 1


def test_what_learners_rate_themselves_and_learners_of_other_packs_do_not_count(ada_studies, bo, pack, lesson):
    card = make_item(make_fact(lesson), lesson, form="recall", kind="card", options=[], keys=[])
    (item,) = make_items(lesson, 1)
    make_review(ada_studies, card.fact, item_id=card.pk, form="recall")
    try_item(bo, item)

    count_items(pack, NOW)

    assert not ItemFigures.objects.exists()
    assert latest_learners(pack) == [ada_studies.pk]


def test_counting_twice_gives_the_same_and_deleting_a_learner_takes_their_part_out(pack, lesson):
    item, other = make_items(lesson, 2)
    learners = make_class(pack, 3)
    for learner in learners:
        try_item(learner, item)
        try_item(learner, other, right=learner is learners[0])

    count_items(pack, NOW)
    before = list(ItemFigures.objects.order_by("pk").values())
    count_items(pack, NOW)
    assert list(ItemFigures.objects.order_by("pk").values()) == before

    delete_account(learners[0])
    count_items(pack, NOW)
    assert [one.n for one in ItemFigures.objects.all()] == [2, 2]


@pytest.fixture
def hard_item(pack, lesson):
    """An item that 31 learners try first and 5 get right."""
    (item,) = make_items(lesson, 1)
    for number, learner in enumerate(make_class(pack, 31)):
        try_item(learner, item, right=number < 5, choice=None if number < 5 else 2 + number % 2)
    count_items(pack, NOW)
    return item


def page_of(client, pack):
    return client.get(reverse("progress:quality", args=[pack.key]))


def test_the_page_says_what_to_look_at_and_why(ines, as_user, pack, hard_item):
    html = page_of(as_user(ines), pack).content.decode()

    assert "Items to look at: 1" in html
    for words in (hard_item.stem, "0.16", "hard", "Fewer than 20 % are right at first.", "idle option", "31 learners"):
        assert words in html
    assert "learner0" not in html, "no name of a learner"
    assert "Not counted yet" not in html


def test_below_thirty_first_tries_nothing_is_said(ines, as_user, pack, lesson):
    (item,) = make_items(lesson, 1)
    for learner in make_class(pack, 29):
        try_item(learner, item, right=False)
    count_items(pack, NOW)

    html = page_of(as_user(ines), pack).content.decode()

    assert "Items to look at: 0" in html
    assert '<tr class="muted">' in html
    assert "n small" in html


def test_an_open_report_is_worth_a_look_at_any_number(ada_studies, ines, as_user, pack, lesson):
    (item,) = make_items(lesson, 1)
    report_item(learner_id=ada_studies.pk, item=item, key=make_key(), reason="typo", text="Ada wrote this", at=NOW)

    html = page_of(as_user(ines), pack).content.decode()

    assert "Items to look at: 1" in html
    assert "1 report open" in html
    assert "Ada wrote this" not in html


def test_what_is_suppressed_or_gone_is_not_listed(ines, pack, hard_item):
    assert [row.item for row in quality_of(pack).wanted] == [hard_item]

    suppress(hard_item, by=ines, at=NOW)

    assert quality_of(pack).wanted == quality_of(pack).others == ()


def test_fine_as_is_needs_a_reason_and_holds_until_another_flag_or_an_edit(ines, as_user, pack, hard_item):
    client, url = as_user(ines), reverse("progress:pardon_item", args=[pack.key, hard_item.pk])

    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why it is fine" in refused.content.decode()
    assert not Pardon.objects.exists()

    sent = client.post(url, {"reason": "It is meant to be hard."})
    assert (sent.status_code, sent.headers["Location"]) == (303, reverse("progress:quality", args=[pack.key]))
    html = page_of(client, pack).content.decode()
    assert "Items to look at: 0" in html
    assert "It is meant to be hard." in html

    ItemFigures.objects.filter(item=hard_item).update(discrimination=-0.5, compared=31)
    assert [row.item for row in quality_of(pack).wanted] == [hard_item], "it is weak now as well"

    ItemFigures.objects.filter(item=hard_item).update(discrimination=None)
    edit(hard_item, stem="Which one is it, and is it this?", distractors={}, by=ines, at=NOW.replace(year=2030))
    assert [row.item for row in quality_of(pack).wanted] == [hard_item], "its words are others now"


def test_a_pardon_can_be_withdrawn(ines, as_user, pack, hard_item):
    client, url = as_user(ines), reverse("progress:pardon_item", args=[pack.key, hard_item.pk])
    client.post(url, {"reason": "Fine."})

    client.post(url, {"do": "withdraw"})

    assert not Pardon.objects.exists()
    assert "Items to look at: 1" in page_of(client, pack).content.decode()


def test_what_was_typed_is_kept(ines, as_user, pack, hard_item):
    refused = as_user(ines).post(
        reverse("progress:pardon_item", args=[pack.key, hard_item.pk]), {"reason": "long " * 70}
    )

    assert refused.status_code == 422
    assert "long long" in refused.content.decode()


def test_the_button_counts_and_not_twice_at_once(ines, as_user, pack, lesson, ada_studies):
    (item,) = make_items(lesson, 1)
    try_item(ada_studies, item)
    client, url = as_user(ines), reverse("progress:count_items", args=[pack.key])

    for said in ("Counted.", "less than five minutes ago"):
        assert said in client.post(url, follow=True).content.decode()

    assert ItemFigures.objects.get().n == 1


def test_an_item_of_another_pack_cannot_be_pardoned(ines, as_user, pack, lesson):
    (item,) = make_items(make_revision(make_pack("other")), 1)

    url = reverse("progress:pardon_item", args=[pack.key, item.pk])
    assert as_user(ines).post(url, {"reason": "x"}).status_code == 404


def test_the_command_counts_every_pack_or_one(ada_studies, pack, lesson, capsys):
    (item,) = make_items(lesson, 1)
    try_item(ada_studies, item)

    call_command("count_items")
    assert "ines-pack: first tries of 1 learners" in capsys.readouterr().out
    call_command("count_items", pack="ines-pack")
    assert ItemFigures.objects.get().n == 1
    with pytest.raises(CommandError, match="no published pack"):
        call_command("count_items", pack="none")


def test_the_page_costs_the_same_for_few_and_many_items(ines, as_user, ada_studies, pack, lesson):
    client, counts = as_user(ines), []
    for _ in range(2):
        for item in make_items(lesson, 10):
            try_item(ada_studies, item)
        count_items(pack, NOW)
        with CaptureQueriesContext(connection) as captured:
            page_of(client, pack)
        counts.append(len(captured))

    assert counts[0] == counts[1]

"""The items of a published pack, as learners see them: accept, suppress, edit, approve a belief."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import queries
from studyapp.authoring.items import lesson as lesson_items
from studyapp.authoring.items.overview import lessons_with_counts, totals
from studyapp.authoring.items.reviewed import reviewed
from studyapp.library.models import Pack, PackVersion
from studyapp.quiz import deciding
from studyapp.quiz.beliefs import CannotApprove, approve_belief
from studyapp.quiz.models import Item
from studyapp.web.render import is_swap, render_page, see_other

PAGE, PARTIAL = "authoring/items_lesson.html", "authoring/_item_swap.html"


@require_safe
@instructor_only
def overview(request: LearnerRequest, pack: str) -> HttpResponse:
    """The lessons of a pack with what was decided about their items."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    lessons = lessons_with_counts(found, found.current_version) if found.current_version else []
    context = {"pack": found, "lessons": lessons, "totals": totals(lessons)}
    return render_page(request, "authoring/items.html", context=context)


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def lesson(request: LearnerRequest, pack: str, lesson: str) -> HttpResponse:
    """All items of a lesson; posting accepts those about which nothing was decided."""
    found, version = _pack(request, pack)
    if request.method != "POST":
        return _show(request, found, version, lesson)
    review = lesson_items.review_of(found, version, lesson)
    if review is None:
        raise Http404
    new = [one.item for one in review.items if one.state == "new"]
    deciding.accept_all(new, by=request.user, at=timezone.now())
    return see_other(reverse("authoring:lesson_items", args=[found.key, lesson]))


@require_POST
@instructor_only
def decide(request: LearnerRequest, pack: str, item_id: int) -> HttpResponse:
    """Accept or suppress an item, drop its edit, or take the last decision back."""
    found, version = _pack(request, pack)
    item = _item(version, item_id)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    return _done(request, found, version, item, said=act(request, item))


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def edit(request: LearnerRequest, pack: str, item_id: int) -> HttpResponse:
    """Ask an item in other words; `do=check` only says what would be wrong with them."""
    found, version = _pack(request, pack)
    item = _item(version, item_id)
    if not reviewed(item, None).may_edit:
        raise Http404
    if request.method != "POST":
        return _form(request, found, version, item, lesson_items.edit_fields(item))
    given = {name: str(value) for name, value in request.POST.items()}
    words = _words(item, given)
    is_check = given.get("do") == "check"
    try:
        if is_check:
            deciding.edited_value(item, **words)
        else:
            deciding.edit(item, **words, by=request.user, at=timezone.now())
    except deciding.BrokenRules as error:
        fields = lesson_items.edit_fields(item, given, error.breaches)
        if is_check:
            return _checked(request, item, error.breaches)
        return _form(request, found, version, item, fields, status=422)
    return _checked(request, item, ()) if is_check else _done(request, found, version, item, said=_("Edited."))


@require_POST
@instructor_only
def approve(request: LearnerRequest, pack: str, fact_id: int) -> HttpResponse:
    """Ask a trap without a belief by one in the instructor's words."""
    found, version = _pack(request, pack)
    fact = get_object_or_404(found.facts.live().filter(kind="trap").select_related("lesson"), pk=fact_id)
    words = " ".join(request.POST.get("belief", "").split())
    try:
        item = approve_belief(fact, version, words, by=request.user, at=timezone.now())
    except CannotApprove as error:
        refused = {"refused_fact": fact.pk, "refused_words": words, "refusal": str(error)}
        return _show(request, found, version, fact.lesson.key, status=422, **refused)
    return see_other(reverse("authoring:lesson_items", args=[found.key, fact.lesson.key]) + f"#item-{item.pk}")


def _pack(request: LearnerRequest, key: str) -> tuple[Pack, PackVersion]:
    """A pack that the person teaches, with what learners see of it."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=key)
    if found.current_version is None:
        raise Http404
    return found, found.current_version


def _item(version: PackVersion, item_id: int) -> Item:
    found: Item = get_object_or_404(lesson_items.items_of(version).select_related("fact__lesson"), pk=item_id)
    return found


def _words(item: Item, given: Mapping[str, str]) -> dict[str, Any]:
    """What the edit form says; what it does not say stays."""
    fields = lesson_items.edit_fields(item, given)
    options = {field.place: field.value for field in fields if field.place}
    return {"stem": fields[0].value, "distractors": options}


def _show(
    request: LearnerRequest, pack: Pack, version: PackVersion, lesson: str, *, status: int = 200, **more: object
) -> HttpResponse:
    review = lesson_items.review_of(pack, version, lesson)
    if review is None:
        raise Http404
    return render_page(request, PAGE, context={"pack": pack, "review": review, **more}, status=status)


def _form(
    request: LearnerRequest, pack: Pack, version: PackVersion, item: Item,
    fields: tuple[lesson_items.EditField, ...], *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The edit form in the place of the item; without script on the page of the lesson."""
    if not is_swap(request):
        return _show(request, pack, version, item.fact.lesson.key, status=status, editing=item.pk, fields=fields)
    one = reviewed(item, deciding.decision_of(item))
    context = {"pack": pack, "one": one, "fields": fields, "language": version.language, "is_swap": True}
    return render_page(request, PAGE, partial="authoring/_item_edit.html", context=context, status=status)


def _checked(request: LearnerRequest, item: Item, breaches: tuple[Any, ...]) -> HttpResponse:
    context = {"item": item, "breaches": breaches}
    return render_page(request, "authoring/_item_checked.html", context=context)


def _done(request: LearnerRequest, pack: Pack, version: PackVersion, item: Item, *, said: str) -> HttpResponse:
    key = item.fact.lesson.key
    if not is_swap(request):
        return see_other(reverse("authoring:lesson_items", args=[pack.key, key]) + f"#item-{item.pk}")
    review = lesson_items.review_of(pack, version, key)
    if review is None:
        raise Http404
    one = next((one for one in review.items if one.item.pk == item.pk), None)
    left = review.new + review.again
    rest = ngettext("%(n)d left to look at.", "%(n)d left to look at.", left) % {"n": left}
    context = {
        "pack": pack, "review": review, "one": one, "item_id": item.pk, "language": version.language,
        "live": f"{said} {rest}", "is_swap": True,
    }  # fmt: skip
    return render_page(request, PAGE, partial=PARTIAL, context=context)


def _accept(request: LearnerRequest, item: Item) -> str:
    deciding.accept(item, by=request.user, at=timezone.now())
    return _("Accepted.")


def _suppress(request: LearnerRequest, item: Item) -> str:
    deciding.suppress(item, by=request.user, at=timezone.now())
    return _("Suppressed: learners are not asked this any more.")


def _restore(request: LearnerRequest, item: Item) -> str:
    deciding.restore(item, by=request.user, at=timezone.now())
    return _("Back in the words of the lesson.")


def _undo(request: LearnerRequest, item: Item) -> str:
    """Take the decision back that the form shows; the same form again takes back no further one."""
    seen, decision = request.POST.get("seen"), deciding.decision_of(item)
    if seen and decision and seen != decision.mark:
        return _("Nothing to take back.")
    return _("Taken back.") if deciding.undo(item) else _("Nothing to take back.")


_ACTS: dict[str, Callable[[LearnerRequest, Item], str]] = {
    "accept": _accept,
    "suppress": _suppress,
    "restore": _restore,
    "undo": _undo,
}

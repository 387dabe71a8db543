"""The report on a draft, and deleting it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.drafts import confirming, keeping
from studyapp.authoring.drafts.findings import filtered
from studyapp.authoring.drafts.outline import skipped_cells
from studyapp.authoring.drafts.yields import legend, lesson_yields
from studyapp.authoring.models import Draft
from studyapp.authoring.reading.packs import ReadPack
from studyapp.authoring.versions import labels
from studyapp.authoring.versions.updating import home_of
from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.library.models import Pack
from studyapp.web.render import is_swap, render_page, see_other

_LABELS_SHOWN = 20  # of those that nobody knows, the most frequent
P = ParamSpec("P")
FINDINGS, REPORT = "authoring/_draft_findings.html", "authoring/_draft_report.html"


def once_read(
    view: Callable[Concatenate[LearnerRequest, int, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """A view of a draft that leads to the page of its reading as long as it is not read. Stands below the sign-in."""

    @wraps(view)
    def led(request: LearnerRequest, draft_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        unread = Draft.objects.of(request.user).exclude(state=Draft.State.READY)
        if unread.filter(pk=draft_id).exists():
            return to_reading(request, draft_id)
        return view(request, draft_id, *args, **kwargs)

    return led


def to_reading(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Lead to how far the reading is, htmx as well."""
    url = reverse("authoring:reading", args=[draft_id])
    return HttpResponse(headers={"HX-Redirect": url}) if is_swap(request) else see_other(url)


@require_safe
@instructor_only
def draft(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """What was found in an upload; a swap brings the findings that a filter shows."""
    found = own_draft(request, draft_id)
    if found.state != Draft.State.READY:
        return see_other(reverse("authoring:reading", args=[found.pk]))
    return show_draft(request, found, partial=FINDINGS)


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def discard(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Delete a draft that was not published; a page asks first."""
    found = get_object_or_404(Draft.objects.of(request.user).waiting(), pk=draft_id)
    if request.method != "POST":
        return render_page(request, "authoring/discard.html", context={"draft": found})
    found.delete()
    messages.success(request, _("Deleted: the draft of %(title)s.") % {"title": found.title})
    return see_other(reverse("authoring:teach"))


def own_draft(request: LearnerRequest, draft_id: int) -> Draft:
    """A draft that the person may see; everybody else's is a 404."""
    related = ("pack", "base_version", "published_version", "owner", "rights_confirmed_by")
    return get_object_or_404(Draft.objects.of(request.user).select_related(*related), pk=draft_id)


def _home(request: LearnerRequest, found: Draft, read: ReadPack) -> Pack | None:
    """The pack that a lone lesson seems to be part of, unless it is on its way there."""
    if found.base_version_id or found.published_version_id:
        return None
    paths = list(found.files.values_list("path", flat=True)[:2])
    return home_of(read.study_pack, paths[0], teacher=request.user) if len(paths) == 1 else None


def show_draft(
    request: LearnerRequest, found: Draft, *, error: str = "", status: int = 200, partial: str = REPORT, live: str = "",
    after: Diagnostic | None = None,
) -> HttpResponse:  # fmt: skip
    """The report on a draft, with a sentence about why something was refused, or `live` about what was done.

    The finding nearest to where `after` was gets the focus. What is not read has no report yet.
    """
    if found.state != Draft.State.READY:
        return to_reading(request, found.pk)
    context = _report(request, found) | {"error": error, "live": live, "is_swap": is_swap(request)}
    context["focus"] = context["findings"].near(after) if after else ""
    return render_page(request, "authoring/draft.html", partial=partial, context=context, status=status)


def _report(request: LearnerRequest, found: Draft) -> dict[str, Any]:
    read = keeping.read_of(found)
    lessons = lesson_yields(read.study_pack, read.bank)
    shown = labels.labels_of(read.study_pack, by=found.owner)
    unknown = [label for label in shown if not label.choice]
    return {
        "draft": found,
        "counts": found.report["counts"],
        "findings": filtered(
            found, read.diagnostics, show=request.GET.get("show", ""), more=request.GET.get("more", "")
        ),
        "lessons": lessons,
        "legend": legend(lessons),
        "skipped": skipped_cells(read.bank) if read.bank else (),
        "labels": [*unknown[:_LABELS_SHOWN], *(label for label in shown if label.choice)],
        "unknown": len(unknown),
        "unknown_more": max(len(unknown) - _LABELS_SHOWN, 0),
        "kinds": labels.KINDS.items(),
        "toml_line": labels.toml_line(shown),
        "home": _home(request, found, read),
        "has_errors": read.has_errors,
        "obstacles": confirming.obstacles(found, read),
        "waiting_ticks": len(confirming.unaccepted(found, read.diagnostics)),
        "is_public": confirming.visibility_of(found),
        "claims_rights": confirming.claims_rights(found),
        "last_edit": found.edits.first(),
        "losses": found.asked.get("losses", ()),
        "may_change": found.published_version_id is None,
    }

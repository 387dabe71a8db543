"""The report on a draft, and deleting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import services
from studyapp.authoring.models import Draft
from studyapp.authoring.outline import report_context
from studyapp.authoring.updating import home_of
from studyapp.library.models import Pack
from studyapp.web.render import render_page, see_other


@require_safe
@instructor_only
def draft(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """What was found in an upload, and the button to publish it."""
    return show_draft(request, own_draft(request, draft_id))


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
    drafts = Draft.objects.of(request.user).select_related("pack", "base_version", "published_version", "owner")
    return get_object_or_404(drafts, pk=draft_id)


def _home(request: LearnerRequest, found: Draft) -> Pack | None:
    """The pack that a lone lesson seems to be part of, unless it is on its way there."""
    if found.base_version_id or found.published_version_id:
        return None
    paths = list(found.files.values_list("path", flat=True)[:2])
    lesson = services.read_of(found).study_pack
    return home_of(lesson, paths[0], teacher=request.user) if len(paths) == 1 else None


def show_draft(request: LearnerRequest, found: Draft, *, error: str = "", status: int = 200) -> HttpResponse:
    """The report on a draft, with a sentence about why something was refused."""
    read = services.read_of(found)
    report = report_context(read, everything="all" in request.GET)
    context = {
        "report": report,
        "findings": report["findings"],
        "draft": found,
        "home": _home(request, found),
        "retirement": services.retirement(found.pack, read.bank),
        "error": error,
    }
    return render_page(request, "authoring/draft.html", context=context, status=status)

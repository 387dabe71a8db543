"""From an upload to a published version, in the browser."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import queries, services
from studyapp.authoring.errors import CannotPublish, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.forms import RetireForm
from studyapp.authoring.models import Draft
from studyapp.authoring.outline import report_context
from studyapp.authoring.previewing import lesson_preview, picture
from studyapp.authoring.updating import home_of
from studyapp.library.models import Pack
from studyapp.library.page_values import find_table, read_cover
from studyapp.web.render import is_swap, render_page, see_other


@require_safe
@instructor_only
def teach(request: LearnerRequest) -> HttpResponse:
    """What the person teaches, and what waits to be published."""
    context = {
        "packs": queries.packs_taught_by(request.user),
        "drafts": queries.drafts_waiting(request.user),
    }
    return render_page(request, "authoring/teach.html", context=context)


@require_safe
@instructor_only
def draft(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """What was found in an upload, and the button to publish it."""
    return _show_draft(request, _draft(request, draft_id))


@require_safe
@instructor_only
def preview(request: LearnerRequest, draft_id: int, lesson: str = "") -> HttpResponse:
    """A lesson of a draft exactly as learners would see it."""
    found = _draft(request, draft_id)
    image_base = reverse("authoring:draft_file", args=[found.pk, "x"]).removesuffix("x")
    shown = lesson_preview(services.read_of(found), lesson, image_base=image_base)
    if shown is None:
        raise Http404
    cover = read_cover(request.GET.get("cover"))
    table = find_table(shown.sections, cover.table) if is_swap(request) else None
    context = {"draft": found, "preview": shown, "cover": cover, "block": table, "print": False}
    return render_page(
        request, "authoring/preview.html", partial="library/_table.html" if table else None, context=context
    )


@require_safe
@instructor_only
def draft_file(request: LearnerRequest, draft_id: int, path: str) -> HttpResponse:
    """A picture of a draft; no other kind of file is served."""
    found = picture(_draft(request, draft_id), path)
    if found is None:
        raise Http404
    content, media_type = found
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)


@require_POST
@instructor_only
def publish(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft; retiring much needs the number typed."""
    found = _draft(request, draft_id)
    lost = services.retirement(found.pack, services.read_of(found).bank)
    retire = RetireForm(request.POST).confirms(lost.retired)
    try:
        version = services.publish_draft(found, by=request.user, at=timezone.now(), retire=retire)
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return _show_draft(request, found, error=str(error), status=422)
    except PublishConflict as error:
        return _show_draft(request, found, error=str(error), status=409)
    messages.success(request, _("Published: %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[version.pack.key]))


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


@require_safe
@instructor_only
def history(request: LearnerRequest, pack: str) -> HttpResponse:
    """The versions of a pack; any of them can be made current again."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    context = {"pack": found, "versions": queries.versions_of(found)}
    return render_page(request, "authoring/history.html", context=context)


@require_POST
@instructor_only
def roll_back(request: LearnerRequest, pack: str, number: int) -> HttpResponse:
    """Make a version current again."""
    found = get_object_or_404(Pack.objects.taught_by(request.user), key=pack)
    version = get_object_or_404(found.versions, number=number)
    services.roll_back(found, version, by=request.user)
    messages.success(request, _("Learners now see %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[found.key]))


def _draft(request: LearnerRequest, draft_id: int) -> Draft:
    drafts = Draft.objects.of(request.user).select_related("pack", "base_version", "published_version", "owner")
    return get_object_or_404(drafts, pk=draft_id)


def _home(request: LearnerRequest, found: Draft) -> Pack | None:
    """The pack that a lone lesson seems to be part of, unless it is on its way there."""
    if found.base_version_id or found.published_version_id:
        return None
    paths = list(found.files.values_list("path", flat=True)[:2])
    lesson = services.read_of(found).study_pack
    return home_of(lesson, paths[0], teacher=request.user) if len(paths) == 1 else None


def _show_draft(request: LearnerRequest, found: Draft, *, error: str = "", status: int = 200) -> HttpResponse:
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

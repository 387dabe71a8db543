"""A draft as learners would see it."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import services
from studyapp.authoring.previewing import lesson_preview, picture
from studyapp.authoring.views.drafts import own_draft
from studyapp.library.page_values import find_table, read_cover
from studyapp.web.render import is_swap, render_page


@require_safe
@instructor_only
def preview(request: LearnerRequest, draft_id: int, lesson: str = "") -> HttpResponse:
    """A lesson of a draft exactly as learners would see it."""
    found = own_draft(request, draft_id)
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
    found = picture(own_draft(request, draft_id), path)
    if found is None:
        raise Http404
    content, media_type = found
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=media_type, headers=headers)

"""A draft as learners would see it."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.drafts import keeping
from studyapp.authoring.drafts.previewing import lesson_preview, picture
from studyapp.authoring.drafts.trials import trial_questions
from studyapp.authoring.views.drafts import once_read, own_draft
from studyapp.library.page_values import find_table, read_cover
from studyapp.reflection.services import AnswerTooLong, EmptyAnswer
from studyapp.reflection.trying import try_answer
from studyapp.web.render import is_swap, render_page


@require_safe
@instructor_only
def preview(request: LearnerRequest, draft_id: int, lesson: str = "") -> HttpResponse:
    """A lesson of a draft exactly as learners would see it."""
    found = own_draft(request, draft_id)
    image_base = reverse("authoring:draft_file", args=[found.pk, "x"]).removesuffix("x")
    read = keeping.read_of(found)
    shown = lesson_preview(read, lesson, image_base=image_base)
    if shown is None:
        raise Http404
    cover = read_cover(request.GET.get("cover"))
    table = find_table(shown.sections, cover.table) if is_swap(request) else None
    context = {"draft": found, "preview": shown, "cover": cover, "block": table, "print": False}
    context["questions"] = () if table else trial_questions(read, lesson_key=shown.lesson.key)
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


@require_POST
@instructor_only
@once_read
def try_rubric(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Mark an answer by a rubric of the draft; nothing is stored."""
    found = own_draft(request, draft_id)
    questions = trial_questions(keeping.read_of(found))
    asked = next((one for one in questions if one.key == request.POST.get("question")), None)
    if asked is None:
        raise Http404
    text, error, shown = request.POST.get("text", ""), "", None
    try:
        shown = try_answer(asked.rubric, question=asked.stem, text=text)
    except (EmptyAnswer, AnswerTooLong) as refused:
        error = str(refused)
    context = {
        "draft": found,
        "questions": [one for one in questions if one.lesson_key == asked.lesson_key],
        "asked": asked,
        "text": text,
        "error": error,
        "shown": shown,
        "is_swap": is_swap(request),
    }
    status = 422 if error else 200
    return render_page(request, "authoring/trial.html", partial="authoring/_trial.html", context=context, status=status)

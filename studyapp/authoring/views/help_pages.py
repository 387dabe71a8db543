"""The format of packs, where its findings point to."""

from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.domain.lessons.html.documents import render_document
from studyapp.web.render import render_page


@require_safe
@instructor_only
def format_help(request: LearnerRequest) -> HttpResponse:
    """The study pack's format, as docs/ describes it; each finding's code can be linked to."""
    title, text = _format()
    return render_page(request, "authoring/format_help.html", context={"title": title, "text": text})


@cache
def _format() -> tuple[str, SafeString]:
    title, html = render_document((settings.BASE_DIR / "docs" / "content-format.md").read_text(encoding="utf-8"))
    return title, mark_safe(html)  # noqa: S308 - our own file, its HTML is escaped

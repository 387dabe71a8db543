"""The packs, and one pack."""

import re

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from studyapp.domain.common.words import fold
from studyapp.domain.lessons.html.sanitising import text_of
from studyapp.library import queries
from studyapp.library.exam_facts import exam_facts
from studyapp.library.models import Pack
from studyapp.library.page_blocks import shown_html
from studyapp.library.views.reading import reads_pack
from studyapp.web.render import render_page

_TITLE = re.compile(r"\s*<h2>(.*?)</h2>\s*", re.DOTALL)


@login_not_required
@require_safe
def pack_list(request: HttpRequest) -> HttpResponse:
    """Every pack that the person may read."""
    packs = queries.pack_summaries(queries.readable_packs(request.user))
    return render_page(request, "library/packs.html", context={"packs": packs})


@reads_pack
def pack_page(request: HttpRequest, pack: Pack) -> HttpResponse:
    """A pack: its exam, its domains with their lessons, and what its author says about it."""
    version = pack.current_version
    assert version is not None  # only published packs are read
    lessons = queries.lessons_of(version, pack.key)
    domains, others = queries.domain_entries(version, lessons)
    exam = version.manifest.get("exam") or {}
    context = {
        "pack": pack,
        "version": version,
        "exam_name": queries.exam_name(exam),
        "outline_url": exam.get("outline_url") or "",
        "outline_edition": exam.get("outline_edition") or "",
        "exam_facts": exam_facts(exam),
        "authors": version.manifest.get("authors") or [],
        "domains": domains,
        "others": others,
        "lessons": lessons,
        "minutes": sum(lesson.minutes for lesson in lessons),
        "landing_html": _landing(version.landing_html, version.title, queries.image_base(pack.key, version.number)),
    }
    return render_page(request, "library/pack.html", context=context)


def _landing(html: str, title: str, image_base: str) -> SafeString:
    """What the author says, without a first heading that repeats the title of the page."""
    first = _TITLE.match(html)
    if first and fold(text_of(first.group(1))) == fold(title):
        html = html[first.end() :]
    return shown_html(html, image_base)

"""The page of a lesson."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from studyapp.library import queries
from studyapp.library.addresses import section_anchor
from studyapp.library.models import Pack, Section
from studyapp.library.page_values import find_table, read_cover
from studyapp.library.views.reading import reads_pack
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import is_swap, render_page

MARKED_FOR = timedelta(days=30)  # so long a lesson says what an edit changed in it


@reads_pack
def lesson_page(request: HttpRequest, pack: Pack, lesson: str, slug: str) -> HttpResponse:
    """A lesson to read; asked by htmx, the one table whose column is covered or shown again."""
    page = queries.lesson_page(pack, lesson, marked_since=timezone.now() - MARKED_FOR)
    if page is None:
        return _elsewhere(request, pack, lesson)
    if slug != page.lesson.slug:
        return _redirect(request, page.lesson.url)
    cover = read_cover(request.GET.get("cover"))
    context: dict[str, Any] = {
        "page": page,
        "pack": pack,
        "cover": cover,
        "print": request.GET.get("print") == "1",
        "write_pack": pack.key,  # the preview has none, so nothing can be written there
    }
    if is_swap(request):
        table = find_table(page.sections, cover.table)
        if table is None:
            raise Http404("no such table")
        return render_page(
            request, "library/lesson.html", partial="library/_table.html", context={**context, "block": table}
        )
    return render_page(request, "library/lesson.html", context={**context, "key": new_form_key()})


def _redirect(request: HttpRequest, url: str) -> HttpResponseRedirect:
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{url}?{query}" if query else url)


def _elsewhere(request: HttpRequest, pack: Pack, key: str) -> HttpResponse:
    """Where a section of that key went: into another lesson, or out of the pack."""
    section = Section.objects.filter(pack=pack, key=key).first()
    if section is None:
        raise Http404("no such lesson")
    place = queries.place_of_section(section.pk)
    if place is not None:
        return HttpResponseRedirect(place.url(anchor=section_anchor(key)))
    context = {"pack": pack, "pack_url": reverse("library:pack", args=[pack.key])}
    return render_page(request, "library/withdrawn.html", context=context, status=410)

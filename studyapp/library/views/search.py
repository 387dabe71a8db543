"""Search."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.library.search import MOST_LESSONS, search
from studyapp.web.render import is_swap, render_page


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Lessons in which all words of `q` occur; htmx swaps the list while the words are typed."""
    hits = search(request.GET.get("q", ""), request.user)
    context = {"hits": hits, "most_lessons": MOST_LESSONS, "is_swap": is_swap(request)}
    return render_page(request, "library/search.html", partial="library/_hits.html", context=context)

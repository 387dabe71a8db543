"""The first page of the site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from studyapp.library.queries import pack_summaries, readable_packs
from studyapp.web.render import render_page, see_other


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What the site does and what can be studied; who is signed in goes on to work."""
    if request.user.is_authenticated:
        return see_other(reverse("authoring:teach" if request.user.may_instruct else "study:today"))
    context = {"packs": pack_summaries(readable_packs(request.user)), "guests_allowed": settings.GUESTS_ALLOWED}
    return render_page(request, "web/landing.html", context=context)

"""What a person teaches, and what waits to be published."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import queries
from studyapp.authoring.marking.cases import inbox_of
from studyapp.reflection.marking import QUEUE, marking_queue
from studyapp.web.render import render_page


@require_safe
@instructor_only
def teach(request: LearnerRequest) -> HttpResponse:
    """What the person teaches, and what waits to be published."""
    context = {
        "packs": queries.packs_taught_by(request.user),
        "drafts": queries.drafts_waiting(request.user),
        "inbox": inbox_of(marking_queue(user=request.user, limit=QUEUE), limit=QUEUE),
    }
    return render_page(request, "authoring/teach.html", context=context)

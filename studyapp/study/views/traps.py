"""The exam traps that one fell for."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studyapp.accounts.requests import LearnerRequest
from studyapp.study.trap_page import trap_lines
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page


@require_safe
@never_cache
def traps(request: LearnerRequest) -> HttpResponse:
    """Every trap fallen for: where, when, what is true; the open ones first."""
    lines = trap_lines(request.learner_id)
    context = {
        "open_lines": [line for line in lines if line.left],
        "cleared": [line for line in lines if not line.left],
        "key": new_form_key(),
    }
    return render_page(request, "study/traps.html", context=context)

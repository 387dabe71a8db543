"""Practice on demand: what to ask is the learner's choice."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studyapp.accounts.requests import LearnerRequest
from studyapp.study.forms import StartForm
from studyapp.study.practice_page import practice_page
from studyapp.study.services.practising import DEFAULT_QUESTIONS
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page

NUMBERS = (5, 10, 20)


@require_safe
@never_cache
def practice(request: LearnerRequest) -> HttpResponse:
    """What can be practised; `what` in the address is chosen already."""
    return show_practice(request)


def show_practice(request: LearnerRequest, *, form: StartForm | None = None, status: int = 200) -> HttpResponse:
    """The page, with what was wrong about a refused form."""
    given = request.POST if form else request.GET
    context = {
        "page": practice_page(request.user),
        "key": new_form_key(),
        "numbers": NUMBERS,
        "most": given.get("most") or str(DEFAULT_QUESTIONS),
        "what": given.get("what", ""),
        "errors": form.non_field_errors() if form else (),
        "form": form,
    }
    return render_page(request, "study/practice.html", context=context, status=status)

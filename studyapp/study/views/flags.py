"""Flags on questions."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from studyapp.accounts.requests import LearnerRequest
from studyapp.study.forms import FlagForm
from studyapp.study.models import Card, StudySession
from studyapp.study.services.flagging import set_flag
from studyapp.web.render import is_swap, render_page, see_other


@require_POST
def flag(request: LearnerRequest, fact_id: int) -> HttpResponse:
    """Flag a question of one's own or take the flag off; htmx swaps the button, a plain form goes back."""
    if not Card.objects.of(request.learner_id).filter(fact_id=fact_id).exists():
        raise Http404("no such question")
    form = FlagForm(request.POST)
    form.is_valid()  # a place that cannot be read is no reason to lose the flag
    is_on = bool(form.cleaned_data.get("on"))
    set_flag(learner_id=request.learner_id, fact_id=fact_id, is_on=is_on, at=timezone.now())
    session, answered = form.cleaned_data.get("session"), form.cleaned_data.get("answered")
    own = StudySession.objects.filter(learner_id=request.learner_id, id=session).first() if session else None
    if own and is_swap(request):
        said = gettext("Flagged. It is listed under Practice.") if is_on else gettext("Flag removed.")
        context = {"fact_id": fact_id, "is_flagged": is_on, "session": own, "answered": answered, "flag_said": said}
        return render_page(request, "study/_flag.html", context=context)
    if own is None:
        return see_other(reverse("study:practice") + "#flags")
    return see_other(reverse("study:session", args=[own.id]) + (f"?answered={answered}" if answered else ""))

"""How well the machine agrees with people on a question, and lines that would repair what it missed."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.marking.agreement import shown_agreement
from studyapp.authoring.marking.suggestions import proposals_for
from studyapp.authoring.views.rubrics import rubric_taught
from studyapp.reflection.agreeing import agreement_of, gate
from studyapp.reflection.rubric_values import rubric_value
from studyapp.web.render import render_page


@require_safe
@instructor_only
def agreement(request: LearnerRequest, pack: str, question: str) -> HttpResponse:
    """The figures of a question and of each criterion, with the samples behind them."""
    found, asked, _rubric = rubric_taught(request, pack, question)
    measured = agreement_of(asked)
    if measured is None:
        raise Http404
    context = {"pack": found, "question": asked, "shown": shown_agreement(measured, gate(asked))}
    return render_page(request, "authoring/agreement.html", context=context)


@require_safe
@instructor_only
def suggestions(request: LearnerRequest, pack: str, question: str, criterion: str) -> HttpResponse:
    """Lines for one criterion, tried on what people marked."""
    found, asked, marked_by = rubric_taught(request, pack, question)
    one = next((one for one in rubric_value(marked_by).criteria if one.key == criterion), None)
    if one is None:
        raise Http404
    proposals = proposals_for(asked, marked_by, criterion)
    context = {"pack": found, "question": asked, "criterion": one, "proposals": proposals}
    return render_page(request, "authoring/suggestions.html", context=context)

"""Problems that learners reported about the items of a pack."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.library.addresses import lesson_url
from studyapp.library.models import Pack
from studyapp.quiz.models import ItemReport
from studyapp.quiz.reporting import LONGEST_TEXT, CannotClose, close_reports, open_reports
from studyapp.web.render import render_page, see_other


class CloseForm(forms.Form):
    """How the reports of an item are closed."""

    outcome = forms.ChoiceField(choices=ItemReport.Outcome.choices, error_messages={"required": _("Choose one.")})
    fixed_in = forms.IntegerField(required=False, min_value=1, max_value=2_000_000_000)
    answer = forms.CharField(required=False, max_length=LONGEST_TEXT)


@require_safe
@instructor_only
def reports(request: LearnerRequest, pack: str) -> HttpResponse:
    """Items with open reports, those with most first; who reported is not shown."""
    return _show(request, get_object_or_404(Pack.objects.taught_by(request.user), key=pack))


@require_POST
@instructor_only
def close(request: LearnerRequest, pack: str, item_id: int) -> HttpResponse:
    """Close all reports of an item; those who reported are told on Today."""
    found = get_object_or_404(Pack.objects.taught_by(request.user), key=pack)
    if not ItemReport.objects.filter(pack_id=found.pk, item_id=item_id).exists():
        raise Http404("no reports of this item")
    form = CloseForm(request.POST)
    if not form.is_valid():
        errors = " ".join(str(error) for some in form.errors.values() for error in some)
        return _show(request, found, refused=item_id, error=errors, status=422)
    try:
        closed = close_reports(pack=found, item_id=item_id, at=timezone.now(), **form.cleaned_data)
    except CannotClose as error:
        return _show(request, found, refused=item_id, error=str(error), status=422)
    if closed:
        told = ngettext("Closed. %(n)d reader is told.", "Closed. %(n)d readers are told.", closed) % {"n": closed}
        messages.success(request, told)
    else:
        messages.info(request, gettext("These reports were closed already."))
    return see_other(reverse("authoring:reports", args=[found.key]))


def _show(request: LearnerRequest, pack: Pack, *, refused: int = 0, error: str = "", status: int = 200) -> HttpResponse:
    lines = [
        {
            "reported": one,
            "keys": [option["html"] for place, option in enumerate(one.item.options, 1) if place in one.item.keys],
            "others": [
                option["html"] for place, option in enumerate(one.item.options, 1) if place not in one.item.keys
            ],
            "url": lesson_url(pack, one.item.fact.lesson, one.item.revision.title, anchor=one.item.block_key),
            "error": error if one.item.pk == refused else "",
            "outcome": request.POST.get("outcome", "") if one.item.pk == refused else "fixed" if one.fixed_in else "",
            "number": request.POST.get("fixed_in", "") if one.item.pk == refused else one.fixed_in or "",
            "answer": request.POST.get("answer", "") if one.item.pk == refused else "",
        }
        for one in open_reports(pack)
    ]
    return render_page(request, "authoring/reports.html", context={"pack": pack, "lines": lines}, status=status)

"""A verdict on one answer, given to others that say nearly the same: each is shown before."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.marking.cases import alike_to, shown_case
from studyapp.authoring.views.marking import case_taught, key_in
from studyapp.reflection.overriding import CannotOverride
from studyapp.study.services import verdicts
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page, see_other


@require_http_methods(["GET", "HEAD", "POST"])
@instructor_only
def similar(request: LearnerRequest, learner: int, answer: UUID) -> HttpResponse:
    """Answers that say nearly the same and miss a point too; posting gives it to those that stay ticked."""
    found = case_taught(request, learner, answer)
    verdict = found.overrides[-1] if found and found.overrides else None
    if found is None or verdict is None:
        raise Http404
    key = request.POST.get("criterion") or request.GET.get("criterion", "")
    criterion = next((one for one in found.criteria if one.key == key), None)
    if criterion is None:
        raise Http404
    near = alike_to(found, key)
    error, reason = "", request.POST.get("reason", verdict.reason)
    if request.method == "POST":
        chosen = [one for one in near if str(one.answer.id) in request.POST.getlist("answer")]
        try:
            verdicts.give_criterion(
                answers=[(one.answer, key_in(request, f"key-{one.answer.id}")) for one in chosen], criterion_key=key,
                reason=reason, by=request.user, at=timezone.now(),
            )  # fmt: skip
        except CannotOverride as refused:
            error = str(refused)
        else:
            said = ngettext("Given to %(n)d similar answer.", "Given to %(n)d similar answers.", len(chosen))
            messages.success(request, said % {"n": len(chosen)})
            return see_other(reverse("authoring:marking"))
    context = {
        "shown": shown_case(found), "criterion": criterion, "near": [(one, new_form_key()) for one in near],
        "reason": reason, "error": error,
    }  # fmt: skip
    return render_page(request, "authoring/similar.html", context=context, status=422 if error else 200)

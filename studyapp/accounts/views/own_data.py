"""Taking one's data along, and ending an account."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from studyapp.accounts import rates
from studyapp.accounts.deletion import delete_account, holdings_of
from studyapp.accounts.exports import export_of
from studyapp.accounts.forms.own import DeleteForm, DeleteGuestForm, ExportForm
from studyapp.accounts.people import LastOperator
from studyapp.accounts.requests import LearnerRequest
from studyapp.accounts.sessions import sign_out
from studyapp.accounts.views.answers import refuse, show_form, too_many
from studyapp.accounts.views.me import seconds_to_wait_for_password, show_me
from studyapp.web.render import see_other


@sensitive_post_parameters("current_password")
@require_POST
def export(request: LearnerRequest) -> HttpResponse:
    """A zip of everything the person owns, after their password; guests have none."""
    if not request.user.is_guest:
        form = ExportForm(request.POST, user=request.user)
        wait = seconds_to_wait_for_password(request.user, form)
        if wait:
            return too_many(request, wait)
        if not form.is_valid():
            return show_me(request, forms={"export": form}, status=422)
    wait = rates.seconds_to_wait(rates.EXPORT, request.learner_id)
    if wait:
        return too_many(request, wait)
    name = f"studyapp-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export_of(request.user), content_type="application/zip", headers=headers)


@sensitive_post_parameters("current_password")
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: LearnerRequest) -> HttpResponse:
    """Say what would go; on POST with the password (a guest types a word) delete it for good."""
    user = request.user
    form_class = DeleteGuestForm if user.is_guest else DeleteForm
    form = form_class(request.POST if request.method == "POST" else None, user=user)
    context = {"holdings": holdings_of(user), "learner": user}
    wait = seconds_to_wait_for_password(user, form) if form.is_bound else 0
    if wait or not form.is_valid():
        return show_form(request, "accounts/delete.html", form, context=context, wait=wait)
    try:
        delete_account(user)
    except LastOperator as error:
        refuse(form, error)
        return show_form(request, "accounts/delete.html", form, context=context)
    sign_out(request)
    messages.success(request, gettext("Your account and everything in it are deleted."))
    return see_other(resolve_url(settings.LOGOUT_REDIRECT_URL))

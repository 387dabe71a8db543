"""A new password for somebody who forgot theirs."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from studyapp.accounts import rates
from studyapp.accounts.forms.resetting import NewPasswordForm, ResetForm
from studyapp.accounts.resetting import send_reset_link
from studyapp.accounts.views.answers import show_form
from studyapp.web.render import render_page, see_other

PAGE = "accounts/reset.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset(request: HttpRequest) -> HttpResponse:
    """Send a link if the address is somebody's; the answer is the same if it is nobody's."""
    form = ResetForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show_form(request, PAGE, form)
    address = rates.client_address(request)
    wait = rates.seconds_to_wait(rates.RESET_OF_ADDRESS, address) or rates.seconds_to_wait(
        rates.RESET, form.cleaned_data["email"], address
    )
    if wait:
        return show_form(request, PAGE, form, wait=wait)
    send_reset_link(email=form.cleaned_data["email"], base=f"{request.scheme}://{request.get_host()}")
    return see_other(resolve_url("accounts:reset_sent"))


@login_not_required
@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    """Says to look into one's mail, whoever asked."""
    return render_page(request, "accounts/reset_sent.html")


class ResetConfirm(PasswordResetConfirmView):
    """The page behind the link in the mail; the link works once and for an hour."""

    http_method_names = ["get", "head", "post"]  # noqa: RUF012 - the attribute is Django's
    form_class = NewPasswordForm  # type: ignore[assignment]
    template_name = "accounts/reset_confirm.html"
    success_url = reverse_lazy("accounts:login")

    def form_valid(self, form: Any) -> HttpResponse:
        """Set the password and go to sign in with it."""
        super().form_valid(form)
        messages.success(self.request, gettext("Your password is changed. Sign in with it."))
        return see_other(str(self.success_url))

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


# Django's view answers any method when the link does not work.
reset_confirm = require_http_methods(["GET", "HEAD", "POST"])(ResetConfirm.as_view())

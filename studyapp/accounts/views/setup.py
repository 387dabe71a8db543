"""The page on which the first operator is made."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from studyapp.accounts.destinations import home_of
from studyapp.accounts.forms.joining import SetupForm
from studyapp.accounts.people import CannotBeUsed
from studyapp.accounts.sessions import sign_in
from studyapp.accounts.setup import is_open, make_first_operator
from studyapp.accounts.views.answers import refuse, show_form
from studyapp.web.render import see_other


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """Make the operator; a link that is used, replaced or invented is a page that does not exist."""
    if not is_open(token):
        raise Http404
    form = SetupForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return show_form(request, "accounts/setup.html", form)
    try:
        user = make_first_operator(token=token, **form.cleaned_data)
    except CannotBeUsed as error:
        refuse(form, error)
        return show_form(request, "accounts/setup.html", form)
    if user is None:
        raise Http404
    sign_in(request, user)
    return see_other(home_of(user))

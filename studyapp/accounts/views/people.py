"""The operator's page of people."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import operator_only
from studyapp.accounts.models import Role, User
from studyapp.accounts.people import LastOperator, set_active, set_role
from studyapp.accounts.requests import LearnerRequest
from studyapp.domain.common.words import fold
from studyapp.web.render import is_swap, render_page, see_other

ROWS = 50


class PersonForm(forms.Form):
    """What an operator does to a person."""

    action = forms.ChoiceField(choices=[("role", "role"), ("disable", "disable"), ("enable", "enable")])
    role = forms.ChoiceField(choices=Role.choices, required=False)

    def save(self, person: User) -> User:
        """Do it. Raises LastOperator."""
        action, role = self.cleaned_data["action"], self.cleaned_data["role"]
        if action == "role":
            return set_role(user=person, role=Role(role)) if role and role != person.role else person
        return set_active(user=person, is_active=action == "enable")


@operator_only
@require_safe
def people(request: LearnerRequest) -> HttpResponse:
    """People, newest first, or those whose name or address holds what is searched for."""
    return _show(request)


@operator_only
@require_POST
def person(request: LearnerRequest, user_id: int) -> HttpResponse:
    """Give a role, disable or let in again; htmx swaps the person's row."""
    found = get_object_or_404(User, pk=user_id)
    form = PersonForm(request.POST)
    role = found.role
    error = ""
    if form.is_valid():
        try:
            found = form.save(found)
        except LastOperator as refusal:
            error = str(refusal)
    else:
        error = gettext("Choose one of the roles.")
    if error or is_swap(request):
        return _show(request, changed=found, error=error, done=_done(found, was=role))
    messages.success(request, _done(found, was=role))
    return see_other(resolve_url("accounts:people"))


def _done(person: User, *, was: str) -> str:
    """What became of a person, and what that means for them."""
    if not person.is_active:
        text = gettext("%(name)s is disabled and signed out everywhere.")
    elif person.role != was:
        text = gettext("%(name)s is now %(role)s and has to sign in again.")
    else:
        text = gettext("%(name)s is %(role)s and can sign in.")
    return text % {"name": person.name, "role": person.get_role_display().lower()}


def _show(request: LearnerRequest, *, changed: User | None = None, error: str = "", done: str = "") -> HttpResponse:
    """The list, or the changed person's row in a swap; `error` or what was `done` stands in that row."""
    context = {"roles": Role.choices, "changed": changed, "error": error, "done": done}
    status = 422 if error else 200
    if changed and is_swap(request):
        return render_page(
            request, "accounts/_person.html", context={**context, "person": changed, "is_new": True}, status=status
        )
    query = request.GET.get("q", "")[:254]
    found = User.objects.order_by("-pk")
    if fold(query):
        found = found.filter(Q(name_key__contains=fold(query)) | Q(email__contains=fold(query)))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return render_page(
        request,
        "accounts/people.html",
        partial="accounts/_people.html",
        context={**context, "page": page, "query": query},
        status=status,
    )

"""The page Me: one form for each matter, saved on its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts import rates
from studyapp.accounts.forms.own import (
    ConfirmedForm,
    EmailForm,
    ExportForm,
    LookForm,
    NameForm,
    OwnForm,
    PasswordForm,
    SettingsForm,
    StudyForm,
)
from studyapp.accounts.models import User
from studyapp.accounts.people import CannotBeUsed
from studyapp.accounts.requests import LearnerRequest
from studyapp.accounts.sessions import remember_zone, sign_in
from studyapp.accounts.views.answers import refuse, say_wait
from studyapp.web.render import is_swap, render_page, see_other, with_wait

THEME_COOKIE_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Section:
    """One matter of the page. `swaps` is false where saving changes the frame around it or its tokens."""

    key: str
    title: str | Promise
    form: Callable[..., OwnForm | SettingsForm]
    swaps: bool = True
    for_guests: bool = True


SECTIONS = (
    Section("study", _("Study"), StudyForm),
    Section("look", _("Look and keys"), LookForm, swaps=False),
    Section("name", _("Name"), NameForm, for_guests=False),
    Section("email", _("E-mail"), EmailForm, for_guests=False),
    Section("password", _("Password"), PasswordForm, swaps=False, for_guests=False),
)


@require_safe
def me(request: LearnerRequest) -> HttpResponse:
    """Everything a person can set about themselves."""
    return show_me(request)


@sensitive_post_parameters("current_password", "new_password")
@require_POST
def save_section(request: LearnerRequest, key: str) -> HttpResponse:
    """Store one section; htmx swaps it, a plain form comes back to the page."""
    section = next((section for section in _sections(request.user) if section.key == key), None)
    if section is None:
        raise Http404
    form = section.form(request.POST, user=request.user)
    wait = seconds_to_wait_for_password(request.user, form)
    if wait or not form.is_valid() or not _save(form):
        return _show_refused(request, section, form, wait)
    return _show_saved(request, section)


def show_me(request: LearnerRequest, *, forms: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The page; `forms` stand in for the fresh forms of their sections (`export` for the export)."""
    user = User.objects.get(pk=request.learner_id)  # a refused form may have changed request.user
    given = forms or {}
    sections = [(section, given.get(section.key) or section.form(user=user)) for section in _sections(user)]
    context = {"sections": sections, "export_form": given.get("export") or _export_form(user), "learner": user}
    return render_page(request, "accounts/me.html", context=context, status=status)


def seconds_to_wait_for_password(user: User, form: object) -> int:
    """0 unless the form asks for the password and it was tried too often within a minute."""
    return rates.seconds_to_wait(rates.PASSWORD_AGAIN, user.pk) if isinstance(form, ConfirmedForm) else 0


def _sections(user: User) -> list[Section]:
    return [section for section in SECTIONS if section.for_guests or not user.is_guest]


def _export_form(user: User) -> ExportForm | None:
    return None if user.is_guest else ExportForm(user=user)


def _save(form: Any) -> bool:
    try:
        form.save()
    except CannotBeUsed as error:
        refuse(form, error)
        return False
    return True


def _show_refused(request: LearnerRequest, section: Section, form: Any, wait: int) -> HttpResponse:
    if wait:
        say_wait(form, wait)
    status = 429 if wait else 422
    if is_swap(request) and section.swaps:
        context = {"section": section, "form": form}
        response = render_page(request, "accounts/_section.html", context=context, status=status)
    else:
        response = show_me(request, forms={section.key: form}, status=status)
    return with_wait(response, wait) if wait else response


def _show_saved(request: LearnerRequest, section: Section) -> HttpResponse:
    user = User.objects.get(pk=request.learner_id)
    if section.key == "password":
        sign_in(request, user)
    else:
        remember_zone(request, user)
    messages.success(request, gettext("Saved."))
    if is_swap(request) and section.swaps:
        context = {"section": section, "form": section.form(user=user), "is_saved": True}
        return render_page(request, "accounts/_section.html", context=context)
    response = see_other(f"{resolve_url('accounts:me')}#section-{section.key}")
    return _with_theme(request, response, user) if section.key == "look" else response


def _with_theme(request: LearnerRequest, response: HttpResponse, user: User) -> HttpResponse:
    """Remember the colours in the browser, for pages before signing in."""
    response.set_cookie(
        "theme", user.theme, max_age=THEME_COOKIE_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return response

"""A draft becomes a version: now, or at a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from studyapp.accounts.access import instructor_only
from studyapp.accounts.recent_sign_in import PASSWORD, ask_for_password
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import services
from studyapp.authoring.errors import CannotPublish, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.forms import RetireForm, ScheduleForm
from studyapp.authoring.models import Draft
from studyapp.authoring.releasing import release
from studyapp.authoring.scheduling import cancel, schedule_draft
from studyapp.authoring.views.changes import show_changes
from studyapp.authoring.views.conflicts import show_conflict
from studyapp.authoring.views.drafts import own_draft
from studyapp.web.render import see_other


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
def publish(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft; retiring much needs the number typed."""
    found = own_draft(request, draft_id)
    if asked := ask_for_password(request):
        return asked
    try:
        version = release(found, by=request.user, at=timezone.now(), retire=_agrees(request, found))
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return show_changes(request, found, error=str(error), status=422)
    except PublishConflict as error:
        return show_conflict(request, own_draft(request, draft_id), error=str(error), status=409)
    messages.success(request, _("Published: %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[version.pack.key]))


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
def schedule(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft at a time of the person's zone, or take that back."""
    found = own_draft(request, draft_id)
    if "cancel" in request.POST:
        cancel(found)
        messages.success(request, _("It will not be published by itself."))
        return see_other(reverse("authoring:difference", args=[found.pk]))
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return show_changes(request, found, schedule_form=form, status=422)
    if asked := ask_for_password(request):
        return asked
    try:
        schedule_draft(found, by=request.user, at=form.cleaned_data["publish_at"], retire=_agrees(request, found))
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return show_changes(request, found, error=str(error), schedule_form=form, status=422)
    except PublishConflict as error:
        return show_conflict(request, found, error=str(error), status=409)
    messages.success(request, _("It will be published at that time. You may leave."))
    return see_other(reverse("authoring:difference", args=[found.pk]))


def _agrees(request: LearnerRequest, found: Draft) -> bool:
    """Whether the number of facts that retire was typed."""
    lost = services.retirement(found.pack, services.read_of(found).bank)
    return RetireForm(request.POST).confirms(lost.retired)

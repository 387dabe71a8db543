"""A draft becomes a version: now, or at a time."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from studyapp.accounts.access import instructor_only
from studyapp.accounts.recent_sign_in import PASSWORD, ask_for_password
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.drafts import keeping
from studyapp.authoring.errors import CannotPublish, DraftChanged, NotYours, PublishConflict, RetiresTooMuch
from studyapp.authoring.forms import RetireForm, ScheduleForm
from studyapp.authoring.models import Draft
from studyapp.authoring.release.releasing import release
from studyapp.authoring.release.scheduling import cancel, schedule_draft
from studyapp.authoring.versions import services
from studyapp.authoring.views.changes import keep_severities, show_changes
from studyapp.authoring.views.conflicts import show_conflict
from studyapp.authoring.views.drafts import once_read, own_draft, show_draft
from studyapp.web.render import see_other


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
@once_read
def publish(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft; retiring much needs the number typed."""
    found = own_draft(request, draft_id)
    if asked := ask_for_password(request):
        return asked
    try:
        keep_severities(request, found)
        version = release(found, by=request.user, at=timezone.now(), retire=_agrees(request, found))
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return show_changes(request, found, error=str(error), status=422)
    except PublishConflict as error:
        return show_conflict(request, own_draft(request, draft_id), error=str(error), status=409)
    except DraftChanged as error:
        return show_draft(request, own_draft(request, draft_id), error=str(error), status=409)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("Published: %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[version.pack.key]))


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
@once_read
def schedule(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft at a time of the person's zone, or take that back."""
    found = own_draft(request, draft_id)
    if "cancel" in request.POST:
        cancel(found)
        messages.success(request, _("It will not be published by itself."))
        return see_other(reverse("authoring:difference", args=[found.pk]))
    if found.published_version is not None:
        messages.info(request, _("Already published: %(version)s.") % {"version": found.published_version})
        return see_other(reverse("authoring:difference", args=[found.pk]))
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return show_changes(request, found, schedule_form=form, status=422)
    return ask_for_password(request) or _set_time(request, found, form)


def _set_time(request: LearnerRequest, found: Draft, form: ScheduleForm) -> HttpResponse:
    try:
        schedule_draft(found, by=request.user, at=form.cleaned_data["publish_at"], retire=_agrees(request, found))
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return show_changes(request, found, error=str(error), schedule_form=form, status=422)
    except PublishConflict as error:
        return show_conflict(request, found, error=str(error), status=409)
    except DraftChanged as error:
        return show_draft(request, own_draft(request, found.pk), error=str(error), status=409)
    except Draft.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, _("It will be published at that time. You may leave."))
    return see_other(reverse("authoring:difference", args=[found.pk]))


def _agrees(request: LearnerRequest, found: Draft) -> bool:
    """Whether the number of facts that retire was typed."""
    lost = services.retirement(found.pack, keeping.read_of(found).bank)
    return RetireForm(request.POST).confirms(lost.retired)

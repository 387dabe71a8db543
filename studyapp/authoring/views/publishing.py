"""A draft becomes a version."""

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
from studyapp.authoring.forms import RetireForm
from studyapp.authoring.views.drafts import own_draft, show_draft
from studyapp.web.render import see_other


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
def publish(request: LearnerRequest, draft_id: int) -> HttpResponse:
    """Publish a draft; retiring much needs the number typed."""
    found = own_draft(request, draft_id)
    if asked := ask_for_password(request):
        return asked
    lost = services.retirement(found.pack, services.read_of(found).bank)
    retire = RetireForm(request.POST).confirms(lost.retired)
    try:
        version = services.publish_draft(found, by=request.user, at=timezone.now(), retire=retire)
    except (CannotPublish, NotYours, RetiresTooMuch) as error:
        return show_draft(request, found, error=str(error), status=422)
    except PublishConflict as error:
        return show_draft(request, found, error=str(error), status=409)
    messages.success(request, _("Published: %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[version.pack.key]))

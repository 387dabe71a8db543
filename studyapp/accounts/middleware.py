"""Who is asking: sign-in by default, and the zone in which times are shown."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from studyapp.accounts.access import ask_to_sign_in
from studyapp.accounts.models import epoch_of
from studyapp.accounts.requests import LearnerRequest
from studyapp.accounts.sessions import ZONE, has_run_out, keep_alive
from studyapp.accounts.zones import zone_or_utc

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class SignInRequiredMiddleware:
    """Every view needs a signed-in person unless it is marked `login_not_required`.

    Public views cost nothing here: neither session nor user is read. Views marked `session_only` read the session.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what was shown to a signed-in person is stored nowhere."""
        response = self.get_response(request)
        if hasattr(request, "learner_id"):
            response.headers.setdefault("Cache-Control", "private, no-store")
            patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """None to go on, or the way to the sign-in page."""
        if not getattr(view, "login_required", True):
            return None
        if not _is_signed_in(request, view):
            return ask_to_sign_in(request)
        learner = cast(LearnerRequest, request)
        learner.learner_id = int(request.session[SESSION_KEY])
        learner.learner_epoch = epoch_of(request.session[HASH_SESSION_KEY])
        keep_alive(request.session)
        return None


def _is_signed_in(request: HttpRequest, view: View) -> bool:
    if SESSION_KEY not in request.session or has_run_out(request.session):
        return False
    return getattr(view, "session_only", False) or request.user.is_authenticated


class LearnerTimeZoneMiddleware:
    """Times are shown in the zone of the signed-in person, which their session remembers; elsewhere in UTC."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and leave no zone behind for the next request of this thread."""
        with timezone.override(timezone.get_default_timezone()):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: list[Any], kwargs: dict[str, Any]) -> None:
        """Activate the zone once it is known who asks."""
        if not hasattr(request, "learner_id"):
            return
        is_loaded = not getattr(view, "session_only", False)
        name = request.user.time_zone if is_loaded else request.session.get(ZONE, "")  # type: ignore[union-attr]
        timezone.activate(zone_or_utc(name))

"""Error pages."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token was missing or old."""
    return HttpResponse("Forbidden", status=403)

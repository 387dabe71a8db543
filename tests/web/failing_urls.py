"""Addresses that fail, and a bare page, for the tests of the frame and of error pages."""

from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from psycopg_pool import PoolTimeout

from studyapp.web.render import render_page

ERRORS: dict[str, Exception] = {
    "locked": OperationalError("database is locked"),
    "closed": InterfaceError("connection already closed"),
    "pool": PoolTimeout("couldn't get a connection after 2.00 sec"),
    "large": RequestDataTooBig("too large"),
    "odd": SuspiciousOperation("odd"),
    "denied": PermissionDenied("no"),
    "fault": ZeroDivisionError("a fault"),
}


@login_not_required
def fail(request: HttpRequest, name: str) -> NoReturn:
    raise ERRORS[name]


@login_not_required
def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST.get("text", ""))


@login_not_required
def picture(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": "private, max-age=31536000, immutable"})


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    return render_page(request, "web/landing.html", context={"packs": []})


def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for signed-in people")


urlpatterns = [
    path("fail/<name>/", fail),
    path("fine/", fine),
    path("picture/", picture),
    path("bare/", bare),
    path("inside/", inside),
    path("", include("studyapp.web.urls")),
]
handler400 = "studyapp.web.errors.bad_request"
handler403 = "studyapp.web.errors.permission_denied"
handler404 = "studyapp.web.errors.page_not_found"
handler500 = "studyapp.web.errors.server_error"

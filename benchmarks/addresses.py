"""The site's addresses and two more: the anchors that every answer is compared with."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from studyapp.urls import urlpatterns as site


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing but the middleware."""
    return HttpResponse("")


@login_not_required
def template_only(request: HttpRequest) -> HttpResponse:
    """A page of the project that asks no database."""
    return render(request, "web/landing.html", {"packs": []})


urlpatterns = [*site, path("empty/", empty), path("template/", template_only)]

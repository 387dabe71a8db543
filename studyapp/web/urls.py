"""Addresses of the web room."""

from django.urls import path

from studyapp.web.views import health

app_name = "web"
urlpatterns = [
    path("health/", health, name="health"),
]

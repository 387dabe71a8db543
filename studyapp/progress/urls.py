"""Addresses of the progress room."""

from django.urls import path

from studyapp.progress.views import show_progress

app_name = "progress"
urlpatterns = [
    path("progress/", show_progress, name="progress"),
]

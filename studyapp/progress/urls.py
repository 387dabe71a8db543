"""Addresses of the progress room."""

from django.urls import URLPattern

app_name = "progress"
urlpatterns: list[URLPattern] = []

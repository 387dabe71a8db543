"""Addresses of the reflection room."""

from django.urls import URLPattern

app_name = "reflection"
urlpatterns: list[URLPattern] = []

"""Addresses of the web room."""

from django.urls import URLPattern

app_name = "web"
urlpatterns: list[URLPattern] = []

"""Addresses of the accounts room."""

from django.urls import path

from studyapp.accounts.views import guests

app_name = "accounts"
urlpatterns = [
    path("guest/", guests.guest, name="guest"),
]

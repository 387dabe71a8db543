"""The room's place in Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who a person is, their role and preferences, signing in."""

    name = "studyapp.accounts"

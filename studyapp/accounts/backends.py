"""Signing in with a name or an e-mail address."""

from django.contrib.auth.backends import BaseBackend


class NameOrEmailBackend(BaseBackend):
    """Placeholder until accounts are built."""

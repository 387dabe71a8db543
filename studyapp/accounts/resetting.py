"""The mail with a link to choose a new password."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from studyapp.accounts.mailing import send_soon
from studyapp.accounts.models import User


def send_reset_link(*, email: str, base: str) -> None:
    """Send a link if the address is that of an active account; `base` is the site's address, such as https://a.example.

    The link works once, for an hour, and no longer once the password or the address has changed.
    """
    user = User.objects.filter(email=email, is_active=True).exclude(email="").first()
    if user is not None and user.has_usable_password():
        send_soon(_mail_to(user, base))


def _mail_to(user: User, base: str) -> EmailMessage:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:reset_confirm", args=[uid, default_token_generator.make_token(user)])
    context = {"user": user, "site": settings.SITE_NAME, "link": f"{base}{path}"}
    subject = " ".join(render_to_string("accounts/reset_subject.txt", context).split())
    return EmailMessage(subject, render_to_string("accounts/reset_mail.txt", context), to=[user.email])

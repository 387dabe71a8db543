"""How often something may be done: counted in the database, which all workers share."""

import math
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from studyapp.accounts.models import RateCount
from studyapp.domain.common.words import fold


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` in each span, for each subject."""

    action: str
    times: int
    span: timedelta


GUESTS = Limit("guest", 60, timedelta(hours=1))
SIGN_IN = Limit("sign-in", 5, timedelta(minutes=1))
SIGN_IN_OF_ADDRESS = Limit("sign-in-address", 60, timedelta(minutes=1))
SIGN_UP = Limit("sign-up", 10, timedelta(hours=1))
RESET = Limit("reset", 3, timedelta(hours=1))
RESET_OF_ADDRESS = Limit("reset-address", 20, timedelta(hours=1))
PASSWORD_AGAIN = Limit("password-again", 5, timedelta(minutes=1))
UPLOAD = Limit("upload", 10, timedelta(hours=1))
REPORT = Limit("report", 20, timedelta(hours=1))
DISPUTE = Limit("dispute", 40, timedelta(hours=1))
EXPORT = Limit("export", 5, timedelta(hours=1))


def seconds_to_wait(limit: Limit, *subject: object) -> int:
    """Count one use by the subject; 0 if it is within the limit, else the seconds until the next span."""
    span = limit.span.total_seconds()
    now = timezone.now().timestamp()
    window = int(now // span)
    if _count(limit.action, _digest(*subject), window) <= limit.times:
        return 0
    return max(1, math.ceil((window + 1) * span - now))


def forget_uses(limit: Limit, *subject: object) -> None:
    """Start counting anew, as after a right password."""
    RateCount.objects.filter(action=limit.action, subject=_digest(*subject)).delete()


def client_address(request: HttpRequest) -> str:
    """The network address of the browser; under HTTPS the one that our own proxy saw, an IPv6 one as its /64."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    return parsed.exploded[:19] if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped else address


def _count(action: str, subject: str, window: int) -> int:
    """Add one to the count and say what it is now."""
    counts = RateCount.objects.filter(action=action, subject=subject, window=window)
    with transaction.atomic():
        if not counts.update(count=F("count") + 1):
            _start(action, subject, window)
        return counts.values_list("count", flat=True).get()


def _start(action: str, subject: str, window: int) -> None:
    """Make the row of a new span, which somebody else may do at the same time, and drop those of older spans."""
    RateCount.objects.filter(action=action, window__lt=window).delete()
    try:
        with transaction.atomic():
            RateCount.objects.create(action=action, subject=subject, window=window, count=1)
    except IntegrityError:
        RateCount.objects.filter(action=action, subject=subject, window=window).update(count=F("count") + 1)


def _digest(*subject: object) -> str:
    """The subject as a keyed hash: the table names nobody."""
    text = "\n".join(fold(str(part)) for part in subject)
    return salted_hmac("studyapp.accounts.rates", text, algorithm="sha256").hexdigest()

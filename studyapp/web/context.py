"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """The site's name."""
    return {"site_name": settings.SITE_NAME}

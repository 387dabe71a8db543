"""What the frame around every page needs."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = frozenset({"light", "dark", "system"})
THEME_COOKIE = "theme"


@dataclass
class Frame:
    """How a person likes the page; nothing is read before the frame is drawn, so swaps cost no query."""

    request: HttpRequest

    @cached_property
    def _user(self) -> Any:
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def theme(self) -> str:
        """One of `THEMES`: the person's own, else the browser's cookie."""
        theme = self._user.theme if self._user else self.request.COOKIES.get(THEME_COOKIE, "")
        return theme if theme in THEMES else "system"

    @property
    def serif(self) -> bool:
        """Whether lessons are set in a serif."""
        return bool(self._user.serif) if self._user else True

    @property
    def single_keys(self) -> bool:
        """Whether a single letter or digit may act (WCAG 2.1.4)."""
        return bool(self._user.single_keys) if self._user else True

    @property
    def learner(self) -> int | None:
        """Whose drafts the browser may keep."""
        return self._user.pk if self._user else None


def frame(request: HttpRequest) -> dict[str, object]:
    """The site's name, and the person's wishes for the frame."""
    return {"site_name": settings.SITE_NAME, "frame": Frame(request)}

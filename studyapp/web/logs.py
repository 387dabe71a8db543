"""The log: no line for a refusal, no secret of an address."""

import logging
import re

_SECRETS = (
    (re.compile(r"(/setup/)[^\s/?\"']+"), r"\1..."),
    (re.compile(r"(/accounts/reset/)[^\s/?\"']+/[^\s/?\"']+"), r"\1.../..."),
    (re.compile(r"(/[^\s?\"'()]*)\?[^\s\"'()]+"), r"\1"),  # a query string
)


def without_secrets(line: str) -> str:
    """The text without one-time tokens and query strings."""
    for pattern, rest in _SECRETS:
        line = pattern.sub(rest, line)
    return line


class Line(logging.Formatter):
    """Cuts secrets out of the whole of what is printed, the trace included."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return without_secrets(super().format(record))


class NoRefusals(logging.Filter):
    """Drops Django's line about each answer from 400 to 499: they would drown what is wrong with the site."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is printed."""
        return not (record.name == "django.request" and 400 <= getattr(record, "status_code", 0) < 500)

"""The request type of views for signed-in people."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from studyapp.accounts.models import User


class LearnerRequest(HttpRequest):
    """A request of a signed-in person; `learner_id` is theirs, read from the session without a query."""

    user: User
    learner_id: int
    htmx: HtmxDetails

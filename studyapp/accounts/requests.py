"""The request type of views for signed-in people."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from studyapp.accounts.models import User


class LearnerRequest(HttpRequest):
    """A request of a signed-in person; `learner_id` is theirs, read from the session without a query.

    `learner_epoch` is the epoch of their session: one that differs from the user's is signed out.
    """

    user: User
    learner_id: int
    learner_epoch: int
    htmx: HtmxDetails

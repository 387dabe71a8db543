"""Back to the report, with the filter that was on."""

from django.urls import reverse
from django.utils.http import urlencode

from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring.drafts.findings import SEVERITIES


def report_url(request: LearnerRequest, draft_id: int) -> str:
    """The address of the report; the filter comes from the form's own address."""
    url = reverse("authoring:draft", args=[draft_id])
    show = request.GET.get("show", "")
    return f"{url}?{urlencode({'show': show})}#findings" if show in SEVERITIES else url

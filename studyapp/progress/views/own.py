"""The learner's own progress."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import Pack
from studyapp.progress.page import Progress
from studyapp.progress.queries import packs_of
from studyapp.web.form_keys import new_form_key
from studyapp.web.render import render_page


@require_GET
def show_progress(request: LearnerRequest) -> HttpResponse:
    """What the learner has done in one of their packs and what lies ahead; the latest pack unless one is named."""
    packs = packs_of(request.learner_id)
    if not packs:
        return render_page(request, "progress/progress.html", context={"packs": packs})
    pack = _chosen(packs, request.GET.get("pack", ""))
    progress = Progress(request.user, pack, timezone.now())
    context = {"packs": packs, "pack": pack, "at": progress.at, "key": new_form_key()}
    if not progress.is_untouched:
        context |= {"columns": progress.columns(), "way_on": progress.way_on()}
    return render_page(request, "progress/progress.html", context=context)


def _chosen(packs: list[Pack], key: str) -> Pack:
    """The pack named, else the first; a pack that the learner does not study is a 404."""
    found = next((pack for pack in packs if pack.key == key), None) if key else packs[0]
    if found is None:
        raise Http404
    return found

"""The versions of a pack."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.recent_sign_in import PASSWORD, ask_for_password
from studyapp.accounts.requests import LearnerRequest
from studyapp.authoring import queries
from studyapp.authoring.marking.regrades import outdated_in
from studyapp.authoring.release.changes import Difference, difference
from studyapp.authoring.uploads.packing import download
from studyapp.authoring.versions import services
from studyapp.authoring.versions.updating import files_of
from studyapp.library.models import Pack, PackVersion
from studyapp.library.queries import lessons_of, sections_of
from studyapp.web.render import render_page, see_other


@require_safe
@instructor_only
def history(request: LearnerRequest, pack: str) -> HttpResponse:
    """The versions of a pack; any of them can be made current again."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    lessons = lessons_of(found.current_version, found.key) if found.current_version else ()
    versions = queries.versions_with_counts(found)
    current = found.current_version
    before = next((one for one in versions if current and one.number < current.number), None)
    context = {
        "pack": found,
        "versions": versions,
        "before": before,
        "before_difference": before and _rolled_back(found, before),
        "lessons": lessons,
        "outdated": outdated_in(found) if current else (),
    }
    return render_page(request, "authoring/history.html", context=context)


@require_safe
@instructor_only
def version(request: LearnerRequest, pack: str, number: int) -> HttpResponse:
    """What rolling back to a version would do."""
    found = get_object_or_404(queries.packs_taught_by(request.user), key=pack)
    wanted = get_object_or_404(found.versions, number=number)
    names = {"title": found.title, "number": wanted.number}
    if wanted.pk == found.current_version_id:
        heading = _("%(title)s: learners see version %(number)d") % names
    else:
        heading = _("%(title)s: rolling back to version %(number)d") % names
    context = {"pack": found, "version": wanted, "heading": heading, "difference": _rolled_back(found, wanted)}
    return render_page(request, "authoring/version.html", context=context)


def _rolled_back(pack: Pack, version: PackVersion) -> Difference:
    """What changes for learners if the version becomes the current one."""
    return difference(sections_of(pack.current_version), sections_of(version), pack=pack, chosen={})


@require_safe
@instructor_only
def version_download(request: LearnerRequest, pack: str, number: int) -> HttpResponse:
    """The files of a version, byte for byte as they were uploaded."""
    found = get_object_or_404(Pack.objects.taught_by(request.user), key=pack)
    version = get_object_or_404(found.versions, number=number)
    return download(files_of(version), name=f"{found.key}-{version.number}")


@sensitive_post_parameters(PASSWORD)
@require_POST
@instructor_only
def roll_back(request: LearnerRequest, pack: str, number: int) -> HttpResponse:
    """Make a version current again."""
    found = get_object_or_404(Pack.objects.taught_by(request.user), key=pack)
    version = get_object_or_404(found.versions, number=number)
    if asked := ask_for_password(request):
        return asked
    services.roll_back(found, version, by=request.user, at=timezone.now())
    messages.success(request, _("Learners now see %(version)s.") % {"version": version})
    return see_other(reverse("authoring:history", args=[found.key]))

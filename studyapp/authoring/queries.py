"""Reads for the pages of the authoring room."""

from django.db.models import Count, QuerySet

from studyapp.accounts.models import User
from studyapp.authoring.models import Draft
from studyapp.library.models import Pack, PackVersion

DRAFTS_SHOWN = 20
VERSIONS_SHOWN = 50


def packs_taught_by(user: User) -> QuerySet[Pack]:
    """Packs with their current version and owner."""
    return Pack.objects.taught_by(user).select_related("current_version", "owner")


def drafts_waiting(user: User) -> QuerySet[Draft]:
    """The newest drafts that are not published, without their large columns."""
    drafts = Draft.objects.of(user).waiting().select_related("pack", "owner")
    return drafts.defer("report", "study_pack", "bank")[:DRAFTS_SHOWN]


def versions_of(pack: Pack) -> QuerySet[PackVersion]:
    """The newest versions of a pack, with how many sections each has."""
    versions = pack.versions.select_related("published_by").defer("manifest", "landing_html")
    return versions.annotate(section_count=Count("places"))[:VERSIONS_SHOWN]

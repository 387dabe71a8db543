"""Publishing at a time: asked for by a person, done by `publish_due` or by the server itself."""

import logging
import threading
from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studyapp.accounts.models import User
from studyapp.authoring.drafts import keeping
from studyapp.authoring.drafts.confirming import check_obstacles
from studyapp.authoring.errors import CannotPublish, DraftChanged, PublishConflict, RetiresTooMuch
from studyapp.authoring.models import Draft
from studyapp.authoring.release.releasing import is_stale, release
from studyapp.authoring.versions import services
from studyapp.domain.common.errors import StudyappError

EVERY_SECONDS = 60.0

_logger = logging.getLogger(__name__)


def schedule_draft(draft: Draft, *, by: User, at: datetime, retire: bool) -> None:
    """Publish the draft once `at` has come. Raises at once what publishing now would raise.

    `retire` is the consent to what would be retired today; more by then is refused, and so is anything else of the
    draft that is changed after this. Raises Draft.DoesNotExist if it was deleted.
    """
    if draft.published_version_id is not None:
        raise CannotPublish(_("It is published already."))
    read = keeping.read_of(draft)
    check_obstacles(draft, read)
    pack = services.check_owner(draft.pack_key, by=by)
    if pack is not None and is_stale(draft):
        raise PublishConflict(pack, pack.current_version, draft.base_version)
    lost = services.retirement(draft.pack, read.bank)
    if lost.needs_confirmation and not retire:
        raise RetiresTooMuch(retired=lost.retired, live=lost.live)
    with transaction.atomic():
        held = Draft.objects.select_for_update().get(pk=draft.pk)
        if held.published_version_id is not None or held.agreed() != draft.agreed():
            raise DraftChanged
        held.choices |= {"retire": lost.retired, "scheduled_by": by.pk, "scheduled": held.agreed()}
        held.publish_at, held.failure = at, ""
        held.save(update_fields=["choices", "publish_at", "failure"])


def cancel(draft: Draft) -> None:
    """Leave it to a person again."""
    Draft.objects.filter(pk=draft.pk).update(publish_at=None, failure="")


def publish_due(now: datetime) -> Iterator[Draft]:
    """Publish every draft whose time has come, each for itself; one that cannot be published says why in `failure`.

    Two callers at once publish each draft once.
    """
    due = Draft.objects.waiting().filter(publish_at__lte=now).order_by("publish_at", "pk")
    for draft in due.select_related("pack", "base_version", "published_version", "owner"):
        try:
            _publish_or_say_why(draft, now)
            draft.refresh_from_db(fields=["published_version", "failure", "publish_at"])
        except Draft.DoesNotExist:  # deleted meanwhile
            continue
        yield draft


def _publish_or_say_why(draft: Draft, now: datetime) -> None:
    try:
        if draft.is_schedule_void:
            raise CannotPublish(_("It was changed after its time was set. Publish it now, or set a time again."))
        lost = services.retirement(draft.pack, keeping.read_of(draft).bank)
        release(draft, by=_asker(draft), at=now, retire=lost.retired <= draft.choices.get("retire", 0))
    except Draft.DoesNotExist:
        raise
    except DatabaseError:
        _logger.exception("draft %s waits for the database", draft.pk)  # the next minute tries again
    except StudyappError as error:
        _give_up(draft, str(error))
    except Exception:
        _logger.exception("draft %s could not be published at its time", draft.pk)
        _give_up(draft, _("Something went wrong; the operator finds it in the log."))


def _asker(draft: Draft) -> User:
    """Who asked for it, else its owner. Raises CannotPublish if neither may teach any more."""
    for person in (User.objects.filter(pk=draft.choices.get("scheduled_by")).first(), draft.owner):
        if person is not None and person.is_active and person.may_instruct:
            return person
    raise CannotPublish(_("Nobody who asked for it may publish any more."))


def _give_up(draft: Draft, why: str) -> None:
    Draft.objects.waiting().filter(pk=draft.pk).update(publish_at=None, failure=why)


def start_clock(*, every_seconds: float = EVERY_SECONDS) -> threading.Event:
    """Look once a minute, in a thread of this process, until the event that this gives is set."""
    stopped = threading.Event()
    threading.Thread(target=_tick, args=(stopped, every_seconds), name="publish-due", daemon=True).start()
    return stopped


def _tick(stopped: threading.Event, every_seconds: float) -> None:
    while not stopped.wait(every_seconds):
        try:
            for _draft in publish_due(timezone.now()):
                pass
        except Exception:
            _logger.exception("could not look for drafts to publish")
        finally:
            connection.close()

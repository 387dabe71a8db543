"""How the items of a pack do, for those who teach it."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from studyapp.accounts.access import instructor_only
from studyapp.accounts.requests import LearnerRequest
from studyapp.library.models import Pack
from studyapp.progress import pardons
from studyapp.progress.counting import count_items, is_fresh
from studyapp.progress.quality import quality_of, row_of
from studyapp.web.render import render_page, see_other


class PardonForm(forms.Form):
    """Why an item is fine as it is."""

    reason = forms.CharField(
        max_length=300,
        error_messages={
            "required": _("Say why it is fine: the next who looks reads your reason."),
            "max_length": _("At most 300 characters."),
        },
    )


@require_safe
@instructor_only
def quality(request: LearnerRequest, pack: str) -> HttpResponse:
    """Items to look at with their figures, and all others that were counted."""
    return _show(request, _pack(request, pack))


@require_POST
@instructor_only
def count(request: LearnerRequest, pack: str) -> HttpResponse:
    """Count the first tries anew, unless that was done just now."""
    found, now = _pack(request, pack), timezone.now()
    if is_fresh(found, now):
        messages.info(request, gettext("Counted less than five minutes ago."))
    else:
        count_items(found, now)
        messages.success(request, gettext("Counted."))
    return see_other(reverse("progress:quality", args=[found.key]))


@require_POST
@instructor_only
def pardon(request: LearnerRequest, pack: str, item_id: int) -> HttpResponse:
    """Note that an item is fine as it is, or with `do=withdraw` that it is not."""
    found = _pack(request, pack)
    row = row_of(found, item_id)
    if row is None:
        raise Http404("nothing was counted of this item")
    if request.POST.get("do") == "withdraw":
        pardons.withdraw_pardon(item=row.item)
        return see_other(reverse("progress:quality", args=[found.key]) + f"#item-{item_id}")
    form = PardonForm(request.POST)
    if not form.is_valid():
        return _show(request, found, refused=item_id, error=str(form.errors["reason"][0]), status=422)
    reason = form.cleaned_data["reason"]
    pardons.pardon(item=row.item, flags=row.flags, reason=reason, by=request.user, at=timezone.now())
    messages.success(request, gettext("Noted. It comes back here if its figures say something else, or it is edited."))
    return see_other(reverse("progress:quality", args=[found.key]))


def _pack(request: LearnerRequest, key: str) -> Pack:
    """A published pack that the person teaches."""
    taught = Pack.objects.taught_by(request.user).filter(current_version__isnull=False)
    return get_object_or_404(taught.select_related("current_version"), key=key)


def _show(request: LearnerRequest, pack: Pack, *, refused: int = 0, error: str = "", status: int = 200) -> HttpResponse:
    context = {
        "pack": pack,
        "language": pack.current_version.language if pack.current_version else "",
        "quality": quality_of(pack),
        "refused": refused,
        "error": error,
        "typed": request.POST.get("reason", ""),
    }
    return render_page(request, "progress/quality.html", context=context, status=status)

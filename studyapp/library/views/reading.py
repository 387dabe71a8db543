"""What the pages of a pack have in common: who may read it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studyapp.library.models import Pack
from studyapp.library.queries import readable_packs

Rest = ParamSpec("Rest")


def reads_pack(
    view: Callable[Concatenate[HttpRequest, Pack, Rest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Give the view the pack that its address names. A pack that is not there looks like one that is not theirs.

    Strangers are sent to sign in, others see 404.
    """

    @wraps(view)
    def find(request: HttpRequest, pack: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if "\0" in request.path:  # PostgreSQL refuses to compare it
            raise Http404("no such address")
        found = readable_packs(request.user).filter(key=pack).first()
        if found is not None:
            return view(request, found, *args, **kwargs)
        if request.user.is_authenticated:
            raise Http404("no such pack")
        return redirect_to_login(request.get_full_path())

    return login_not_required(require_safe(find))

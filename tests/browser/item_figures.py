"""Figures of some items, as many learners would leave them."""

from dataclasses import asdict

from django.utils import timezone

from studyapp.domain.psychometrics.items import OptionUse
from studyapp.library.models import Pack
from studyapp.progress.models import ItemCount, ItemFigures
from studyapp.quiz.models import Item

# n, facility, discrimination, shares and rest scores of the first four options
FIGURES = (
    (212, 0.31, -0.08, ((0.31, 0.52), (0.68, 0.61), (0.01, 0.40), (0.0, None))),
    (96, 0.97, 0.02, ((0.97, 0.60), (0.01, 0.50), (0.01, 0.50), (0.01, 0.50))),
    (41, 0.55, 0.33, ((0.55, 0.66), (0.20, 0.40), (0.15, 0.41), (0.10, 0.40))),
    (12, 0.50, None, ((0.5, None), (0.2, None), (0.2, None), (0.1, None))),
)


def make_figures(pack: Pack) -> None:
    """Figures for the pack's first single choices of four options."""
    items = Item.objects.current().filter(fact__pack=pack, kind="single").order_by("pk")
    chosen = [item for item in items if len(item.options) == 4][: len(FIGURES)]
    ItemFigures.objects.filter(pack=pack).delete()
    for item, (n, facility, discrimination, uses) in zip(chosen, FIGURES, strict=False):
        places = [*item.keys, *(place for place in range(1, 5) if place not in item.keys)]
        options = [
            OptionUse(place, n, round(share * n), rest) for place, (share, rest) in zip(places, uses, strict=True)
        ]
        ItemFigures.objects.create(
            item=item, pack=pack, n=n, facility=facility, discrimination=discrimination, compared=n,
            options=[asdict(one) for one in sorted(options, key=lambda one: one.place)], milliseconds=41_000,
        )  # fmt: skip
    ItemCount.objects.update_or_create(pack=pack, defaults={"counted_at": timezone.now(), "learners": 230})

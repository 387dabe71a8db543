"""Labels that the format does not know: what they mean in one pack, decided once and remembered."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from studyapp.accounts.models import Role, User
from studyapp.authoring.models import LabelChoice
from studyapp.authoring.reading.packs import AddedLabels
from studyapp.domain.common.words import fold
from studyapp.domain.lessons.pack import StudyPack
from studyapp.domain.lessons.readers.labels import LabelKind, without_emoji
from studyapp.library.models import Pack

TEXT = "text"  # the label is a plain bold word; nothing is recognised, and nobody is asked again
KINDS: dict[str, Any] = {
    "trap": gettext_lazy("Exam trap"),
    "principle": gettext_lazy("First principle"),
    "reflection": gettext_lazy("Reflection question"),
    "definition": gettext_lazy("Definition"),
    "tip": gettext_lazy("Tip"),
    "note": gettext_lazy("Note"),
    "important": gettext_lazy("Important"),
    "example": gettext_lazy("Example"),
    "mnemonic": gettext_lazy("Mnemonic"),
    TEXT: gettext_lazy("Just text"),
}
LABEL_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class UnknownLabel:
    """A label that stands `count` times in a draft. `choice` is what it was said to mean, if anybody said."""

    label: str
    name: str
    count: int
    choice: str = ""


def plain_label(name: str) -> str:
    """A label as identity sees it: folded, without emoji, marks and colon."""
    return fold(without_emoji(name)[1].strip(" *_:"))[:LABEL_CHARACTERS]


def remembered(pack_key: str, *, by: User | None = None) -> AddedLabels:
    """The labels that somebody gave a meaning in this pack, by kind, for the reader.

    `by` is who uploads: until the pack is published their own choices count and no others', since anybody may have a
    draft of that id.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for choice in _choices(pack_key, by).exclude(kind=TEXT).order_by("kind", "label"):
        found[choice.kind].append(choice.label)
    return tuple((kind, tuple(labels)) for kind, labels in found.items())


def choose(pack_key: str, name: str, kind: str, *, by: User) -> None:
    """Say what a label means in a pack; "" forgets it. Raises ValueError for a kind that there is not."""
    label = plain_label(name)
    if kind and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
    with transaction.atomic():
        _choices(pack_key, by).filter(label=label).delete()
        if kind and label:
            LabelChoice.objects.create(pack_key=pack_key, label=label, kind=kind, made_by=by)


def _choices(pack_key: str, by: User | None) -> QuerySet[LabelChoice]:
    pack = Pack.objects.filter(key=pack_key).first()
    made = LabelChoice.objects.filter(pack_key=pack_key)
    is_theirs = pack is not None and (by is None or by.is_operator or by.pk == pack.owner_id)
    if pack is None or not is_theirs:
        return made.filter(made_by=by)
    return made.filter(Q(made_by=pack.owner_id) | Q(made_by=None) | Q(made_by__role=Role.OPERATOR))


def labels_of(pack: StudyPack | None, *, by: User) -> list[UnknownLabel]:
    """The labels to show for a draft: those that nobody knows, most frequent first, then those decided earlier."""
    if pack is None:
        return []
    choices = dict(_choices(pack.manifest.id, by).values_list("label", "kind"))
    counts = Counter(map(plain_label, pack.unknown_labels))
    names = {plain_label(name): name for name in reversed(pack.unknown_labels)}
    open_ones = [
        UnknownLabel(label, names[label], count) for label, count in counts.most_common() if label not in choices
    ]
    decided = [UnknownLabel(label, names.get(label, label), counts[label], kind) for label, kind in choices.items()]
    return [*(label for label in open_ones if label.label), *sorted(decided, key=lambda label: label.label)]


def toml_line(labels: Iterable[UnknownLabel]) -> str:
    """The line for pack.toml that says the same as the choices; "" without one."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        if label.choice in get_args(LabelKind):
            by_kind[label.choice].append(label.name)
    said = ", ".join(f"{kind} = {json.dumps(names, ensure_ascii=False)}" for kind, names in by_kind.items())
    return f"labels = {{ {said} }}" if said else ""

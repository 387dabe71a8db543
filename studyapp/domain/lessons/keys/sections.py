"""Keys of sections: ids that authors give, and those derived from titles."""

from collections import Counter
from collections.abc import Collection, Sequence

from studyapp.domain.lessons.keys.identity import short_name
from studyapp.domain.lessons.pack import Section


def section_keys(sections: Sequence[Section]) -> list[str]:
    """Explicit ids, else titles; equal titles are told apart by the sections above, then by number."""
    paths = _paths(sections)
    taken = {section.key for section in sections if section.is_explicit_key}
    chosen = [section.key if section.is_explicit_key else "" for section in sections]
    for depth in range(1, 1 + max((len(path) for path in paths), default=0)):
        names = ["/".join(path[-depth:]) for path in paths]
        open_names = Counter(name for name, key in zip(names, chosen, strict=True) if not key)
        for index, name in enumerate(names):
            if not chosen[index] and open_names[name] == 1 and name not in taken:
                chosen[index] = name
        taken.update(key for key in chosen if key)
    for index, section in enumerate(sections):
        if not chosen[index]:
            chosen[index] = _numbered("/".join(paths[index]), section.number, taken)
            taken.add(chosen[index])
    return chosen


def _numbered(name: str, number: str, taken: Collection[str]) -> str:
    if name not in taken:
        return name
    candidate = f"{name}-{number.replace('.', '-')}" if number else name
    count = 2
    while candidate in taken:
        candidate = f"{name}-{count}"
        count += 1
    return candidate


def _paths(sections: Sequence[Section]) -> list[list[str]]:
    """For each section the short names of those above it in its file, and its own."""
    result: list[list[str]] = []
    above: list[tuple[int, str]] = []
    file = None
    for section in sections:
        if section.file != file:
            above, file = [], section.file
        while above and above[-1][0] >= section.depth:
            above.pop()
        above.append((section.depth, short_name(section.title) or "section"))
        result.append([name for _, name in above])
    return result

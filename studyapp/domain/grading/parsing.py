"""From the Markdown list of a rubric block to a Rubric, with located diagnostics for what an author can mistake."""

import difflib
import re
from collections.abc import Callable, Sequence

from studyapp.domain.common.diagnostics import Diagnostic
from studyapp.domain.common.source import SourceLine
from studyapp.domain.common.words import fold
from studyapp.domain.grading.outline import Entry, read_outline
from studyapp.domain.grading.phrases import PhraseError, beginnings_too_short, parse_phrase
from studyapp.domain.grading.publishing import check_publishable, joined_name
from studyapp.domain.grading.rubric import Criterion, Line, Misconception, Rubric, Topic, version_of

MOST_JUDGED = 40  # criteria and traps together
MOST_LINES = 40
MOST_POINTS = 1_000.0  # of one criterion or trap; endless digits would be infinite
_POINTS = re.compile(
    r"([-+\u2212]?[0-9]+(?:[.,][0-9]+)?)\s*points?\b\s*((?:,[^:]*)?):\s*(.*)", re.IGNORECASE | re.DOTALL
)
_TRAP = re.compile(r"trap\s*((?:,[^:]*)?):\s*(.*)", re.IGNORECASE | re.DOTALL)
_AMOUNT = re.compile(r"\(\s*(at most|minus)\s+([0-9]+(?:[.,][0-9]+)?)(?:\s*points?)?\s*\)", re.IGNORECASE)
_KEYED = re.compile(r"([A-Za-z][A-Za-z ]{0,30}?)\s*:\s*(.*)", re.DOTALL)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_MARKUP = re.compile(r"[*_`~]|\\(?=[!-/:-@\[-`{-~])|\[([^\]]*)\]\([^)]*\)")
_TOP_KEYS = ("topic", "trap", "model answer")
_META_KEYS = {"criterion": ("id",), "trap": ("id", "trap")}
_SPOILING = {"E22", "E24", "E39", "E44"}


def parse_rubric(
    lines: Sequence[SourceLine],
    *,
    file: str,
    question: str,
    heading_points: float | None,
    heading_line: int,
    synonyms: Sequence[Sequence[str]],
) -> tuple[Rubric | None, list[Diagnostic]]:
    """Read the raw Markdown lines of the list inside a rubric block and check all that publishing needs.

    `question` is the stem, `heading_points` the N of "Rubric (N points)", `synonyms` the pack's groups. The rubric is
    None if an error makes it unusable; errors that only forbid publishing (a missing model answer, points that do not
    add up) leave it usable for a preview. Diagnostics come in the order of their lines.
    """
    reader = _Reader(file)
    reader.read(lines)
    rubric = reader.build(tuple(tuple(group) for group in synonyms))
    reader.check_sum(heading_points, heading_line)
    if rubric is not None:
        reader.found += check_publishable(
            rubric, question=question, file=file, model_line=reader.model_line or heading_line
        )
    return rubric, sorted(reader.found, key=lambda one: (one.line, one.col, one.code))


def slug(text: str) -> str:
    """`text` in NFKC, case-folded, without markup and numbers, words joined by hyphens."""
    plain = _MARKUP.sub(lambda found: found[1] or "", text)
    return "-".join(re.findall(r"[^\W\d_]+", fold(plain)))


class _Reader:
    """Collects topics, criteria, traps and findings of one rubric."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self.topics: list[Topic] = []
        self.names: dict[str, str] = {}  # folded name or synonym -> topic
        self.criteria: list[Criterion] = []
        self.traps: list[Misconception] = []
        self.model_answer = ""
        self.model_line = 0
        self.keys: dict[str, int] = {}
        self.is_broken = False

    def report(self, entry: Entry, code: str, what: str, fix: str, *, word: str = "") -> None:
        """Add a finding at a word of an entry."""
        col = entry.column_of(word) if word else entry.col
        self.found.append(Diagnostic(self.file, entry.line, col, code, what, fix, excerpt=entry.text[:200]))
        self.is_broken = self.is_broken or code in _SPOILING

    def read(self, lines: Sequence[SourceLine]) -> None:
        """Read every entry, topics first: a criterion may stand above its topic."""
        entries, strays = read_outline(lines)
        for stray in strays:
            self.report(
                stray, "E44", f"`{_short(stray.text)}` stands outside the list", "make it a list item or delete it"
            )
        for entry in entries:
            if fold(entry.text).startswith("topic"):
                self._read_topic(entry)
        for entry in entries:
            self._read_entry(entry)
        judged = len(self.criteria) + len(self.traps)
        if judged > MOST_JUDGED:
            what = f"the rubric has {judged} criteria and traps, at most {MOST_JUDGED} are allowed"
            self.report(entries[-1], "E39", what, "split the question")

    def _read_entry(self, entry: Entry) -> None:
        readers: list[tuple[re.Pattern[str], Callable[[Entry, re.Match[str]], None]]] = [
            (_POINTS, self._read_criterion),
            (_TRAP, self._read_trap),
        ]
        for pattern, read in readers:
            found = pattern.fullmatch(entry.text)
            if found is not None:
                read(entry, found)
                return
        keyed = _KEYED.fullmatch(entry.text)
        key = fold(keyed[1]) if keyed else ""
        if keyed and key == "model answer":
            self._read_model_answer(entry, keyed[2].strip())
        elif not (keyed and key == "topic"):
            self._refuse_entry(entry, key)

    def _refuse_entry(self, entry: Entry, key: str) -> None:
        self.is_broken = True
        head = fold(entry.text.split(":")[0])
        near = difflib.get_close_matches(key, _TOP_KEYS, 1, 0.7)
        if near:
            fix = f"did you mean `{near[0].capitalize()}:`"
            self.report(entry, "E44", f"unknown key `{key}`", fix, word=key)
        elif head.startswith(_TOP_KEYS):
            fix = "write `Topic: name = synonym, synonym`, `Trap: label (minus 1)` or `Model answer: ...`"
            self.report(entry, "E44", f"cannot read `{_short(entry.text)}`", fix)
        elif "point" in head or entry.children or not key:
            what = f"`{_short(entry.text)}` has no points"
            self.report(entry, "E23", what, "write `1 point: label`")
        else:
            fix = "use `N points: label`, `Topic:`, `Trap:` or `Model answer:`"
            self.report(entry, "E44", f"unknown key `{key}`", fix, word=entry.text.split(":")[0])

    def _read_topic(self, entry: Entry) -> None:
        keyed = _KEYED.fullmatch(entry.text)
        if keyed is None or fold(keyed[1]) != "topic":
            return
        name, _, rest = keyed[2].partition("=")
        name = _plain(name)
        synonyms = [_plain(one) for one in rest.split(",")] if rest.strip() else []
        if not name or any(not one for one in synonyms):
            self.report(
                entry, "E44", "a topic needs a name and no empty synonym", "write `Topic: name = synonym, synonym`"
            )
            return
        if any(joined_name(one.name) == joined_name(name) for one in self.topics):
            first = next(one.line for one in self.topics if joined_name(one.name) == joined_name(name))
            self.report(entry, "E44", f"the topic `{name}` is declared in line {first} too", "keep one", word=name)
        self._refuse_children(entry, "a topic")
        for word in dict.fromkeys((name, *synonyms)):
            owner = self.names.setdefault(joined_name(word), name)
            if owner != name:
                what = f"`{word}` names two topics, {owner} and {name}"
                self.report(entry, "E48", what, "keep it in one of them", word=word)
        self.topics.append(Topic(name, tuple(dict.fromkeys(synonyms)), entry.line))

    def _read_model_answer(self, entry: Entry, text: str) -> None:
        if self.model_line:
            self.report(entry, "E44", "a second model answer", f"keep one; the first is in line {self.model_line}")
        elif text:
            self._refuse_children(entry, "the model answer")
            self.model_answer, self.model_line = text, entry.line

    def _refuse_children(self, entry: Entry, parent: str) -> None:
        for child in entry.children:
            what = f"`{_short(child.text)}` is nested under {parent}, where nothing is read"
            self.report(child, "E44", what, "move it under a criterion or a trap, or delete it")

    def _label(self, entry: Entry, text: str) -> str:
        label = _plain(text)
        if not label:
            self.report(entry, "E44", f"`{_short(entry.text)}` has no label", "write behind the colon what it is about")
        return label

    def _read_criterion(self, entry: Entry, found: re.Match[str]) -> None:
        points = float(found[1].replace(",", ".").replace("\u2212", "-"))
        if points <= 0:
            self.is_broken = True
            self.report(entry, "E23", f"{found[1]} points are not positive", "write 0.5, 1, 2 ...", word=found[1])
        self._check_most(entry, points, found[1])
        words = [word.strip() for word in found[2].split(",") if word.strip()]
        required = any(fold(word) == "required" for word in words)
        topic = self._topic_of(entry, [word for word in words if fold(word) != "required"])
        label = self._label(entry, found[3])
        hint, _, phrases = self._read_children(entry, ("hint",))
        key = self._key(entry, "criterion", topic, label)
        self.criteria.append(Criterion(key, label, points, required, topic, hint, phrases, entry.line))

    def _read_trap(self, entry: Entry, found: re.Match[str]) -> None:
        words = [word.strip() for word in found[1].split(",") if word.strip()]
        topic = self._topic_of(entry, words)
        amounts = _AMOUNT.findall(found[2])
        if len(amounts) != 1:
            self.report(
                entry,
                "E44",
                "a trap needs exactly one of `(at most N points)` and `(minus N)`",
                "write one after its label",
            )
        kind, number = (fold(amounts[0][0]), float(amounts[0][1].replace(",", "."))) if amounts else ("minus", 1.0)
        if kind == "minus" and number <= 0:
            self.report(entry, "E23", "`minus 0` takes nothing", "write a positive number", word="minus")
        self._check_most(entry, number, amounts[0][1] if amounts else "")
        label = self._label(entry, _AMOUNT.sub("", found[2]))
        _, feedback, phrases = self._read_children(entry, ("feedback",))
        if not feedback:
            self.report(entry, "E48", f"the trap `{label}` has no feedback", "add a nested `Feedback: ...`")
        key = self._key(entry, "trap", topic, label)
        cap, penalty = (number, None) if kind == "at most" else (None, number)
        self.traps.append(
            Misconception(key, label, topic, cap, penalty, feedback, entry.meta.get("trap", ""), phrases, entry.line)
        )

    def _check_most(self, entry: Entry, points: float, written: str) -> None:
        if points > MOST_POINTS:
            self.is_broken = True
            what = f"{_short(written)} points are over {MOST_POINTS:g}"
            self.report(entry, "E23", what, "write fewer points", word=written)

    def _topic_of(self, entry: Entry, words: list[str]) -> str | None:
        if not words:
            return None
        if len(words) > 1:
            self.report(entry, "E44", f"`{', '.join(words)}`: one topic at most", "keep one topic", word=words[1])
        topic = self.names.get(joined_name(words[0]))
        if topic is None:
            near = difflib.get_close_matches(words[0], [*(one.name for one in self.topics), "required"], 1)
            fix = f"did you mean `{near[0]}`" if near else f"declare it: `- Topic: {words[0]}`"
            self.report(entry, "E44", f"unknown topic `{words[0]}`", fix, word=words[0])
        return topic

    def _read_children(self, entry: Entry, keys: tuple[str, ...]) -> tuple[str, str, tuple[Line, ...]]:
        """Hint, feedback and phrase lines of a criterion or trap."""
        texts: dict[str, str | None] = {"hint": None, "feedback": None}
        phrases: list[Line] = []
        for child in entry.children:
            keyed = _KEYED.fullmatch(child.text)
            key = fold(keyed[1]) if keyed else ""
            if keyed and key in keys:
                self._read_remark(child, key, keyed[2].strip(), texts)
            elif keyed and key in texts:
                where = "a criterion" if key == "hint" else "a trap"
                self.report(child, "E44", f"`{keyed[1]}:` belongs under {where}", "move or delete it", word=keyed[1])
            elif keyed and not key.startswith("any "):
                near = difflib.get_close_matches(key, [*keys, "any 2 of"], 1)
                fix = f"did you mean `{near[0].capitalize()}:`" if near else "a colon follows only a key: delete it"
                self.report(child, "E44", f"unknown key `{keyed[1]}`", fix, word=keyed[1])
            elif child.text:
                phrases += self._read_phrase(child)
        if not any(child.text and reads_as_phrase(child.text) for child in entry.children):
            self.report(
                entry, "E24", f"`{_short(entry.text)}` has no phrase that could find it", "nest one in a list item"
            )
        if len(phrases) > MOST_LINES:
            what = f"`{_short(entry.text)}` has {len(phrases)} lines, at most {MOST_LINES} are allowed"
            self.report(entry, "E39", what, "join lines with `/`")
        return texts["hint"] or "", texts["feedback"] or "", tuple(phrases)

    def _read_remark(self, child: Entry, key: str, text: str, texts: dict[str, str | None]) -> None:
        """The one hint of a criterion, or feedback of a trap."""
        if texts[key] is not None:
            self.report(child, "E44", f"a second {key}", "keep one", word=child.text[: len(key)])
        elif not text and key == "hint":
            self.report(child, "E44", "the hint is empty", "write a question, or delete it")
        texts[key] = text

    def _read_phrase(self, child: Entry) -> list[Line]:
        try:
            phrase = parse_phrase(child.text)
        except PhraseError as error:
            self.is_broken = True
            self.report(child, error.code, error.what, error.fix, word=error.word)
            return []
        for beginning in beginnings_too_short(phrase):
            what = f"`{beginning}*` has fewer than 4 letters before its star"
            self.report(child, "W26", what, "write more letters", word=beginning)
        return [Line(child.text, child.line)]

    def _key(self, entry: Entry, kind: str, topic: str | None, label: str) -> str:
        for name in entry.meta:
            if name not in _META_KEYS[kind]:
                near = difflib.get_close_matches(name, _META_KEYS[kind], 1, 0.3) or ["id"]
                self.report(entry, "W35", f"unknown key `{name}` in a comment", f"did you mean `{near[0]}`")
        key = entry.meta.get("id", "")
        if key and not _ID.fullmatch(key):
            self.report(entry, "E44", f"`{key}` is no id", "use letters, digits, hyphens")
        key = key or slug(f"{kind} {topic or ''} {label}") or kind
        first = self.keys.setdefault(key, entry.line)
        if first != entry.line:
            self.report(entry, "E22", f"id `{key}` is used in line {first} too", "add another `<!-- id: ... -->`")
        return key

    @property
    def is_model_answer_alone(self) -> bool:
        """Whether there is nothing else: then it guides practice, and nothing is marked by it."""
        return bool(self.model_answer) and not self.criteria and not self.traps and not self.topics

    def check_sum(self, heading_points: float | None, heading_line: int) -> None:
        """The points must be there and add up to the heading's."""
        total = round(sum(criterion.points for criterion in self.criteria), 4)
        if self.is_model_answer_alone and heading_points is None:
            return
        if not self.criteria and not any(one.code == "E23" for one in self.found):
            self._report_heading(heading_line, "the rubric has no criterion with points", "write `- 1 point: label`")
        elif self.criteria and heading_points is not None and abs(total - heading_points) > 1e-6:
            what = f"the criteria sum to {total:g} points, the heading says {heading_points:g}"
            self._report_heading(heading_line, what, "change either")

    def _report_heading(self, line: int, what: str, fix: str) -> None:
        self.found.append(Diagnostic(self.file, line, 1, "E23", what, fix))

    def build(self, synonyms: tuple[tuple[str, ...], ...]) -> Rubric | None:
        """The rubric, unless an error makes it unusable."""
        if self.is_broken or not self.criteria:
            return None
        criteria, traps, topics = tuple(self.criteria), tuple(self.traps), tuple(self.topics)
        return Rubric(
            criteria=criteria,
            traps=traps,
            topics=topics,
            model_answer=self.model_answer,
            max_marks=round(sum(criterion.points for criterion in criteria), 4),
            synonyms=synonyms,
            version=version_of(
                criteria=criteria, traps=traps, topics=topics, model_answer=self.model_answer, synonyms=synonyms
            ),
        )


def reads_as_phrase(text: str) -> bool:
    """Whether a nested line is a way of saying its criterion, and not a key with a colon: a hint, or one unknown."""
    keyed = _KEYED.fullmatch(text)
    return keyed is None or fold(keyed[1]).startswith("any ")


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(lambda found: found[1] or "", text).split())


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}\u2026"

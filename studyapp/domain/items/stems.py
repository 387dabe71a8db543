"""The words of generated questions. Whatever the header says, the sentence stays grammatical."""

import re
from collections.abc import Sequence

from studyapp.domain.common.words import STOP_WORDS, fold, words
from studyapp.domain.items.markup import join, plain, quoted, strong
from studyapp.domain.lessons.blocks import Phrase

_USE_WHEN = re.compile(r"(use (it )?when|when to use( it)?|best for|use cases?)", re.IGNORECASE)
_GOOD_FOR = re.compile(r"(best|good|great|ideal|suited|suitable|meant) for", re.IGNORECASE)
_WH_IT = re.compile(r"(what|how|when|where|why) it (\w+)(.*)", re.IGNORECASE)
_ASKS_ITSELF = re.compile(r"(what|how|when|where|why|who) (is|are|to|can|\w+[^s]s) ", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^)]*\)\s*$")
_IT_VERB = re.compile(r"it (\w{3,}s)", re.IGNORECASE)
_NOUNS = frozenset(
    """
    accuracy advantage answer audience availability benefit catch cause check command complexity consistency cost
    countermeasure defence default
    definition disadvantage drawback duration durability effect effort fix format frequency goal granularity input
    job latency layer level lifetime limit meaning measure metric output overhead owner pitfall port price protocol
    purpose quality range remedy responsibility result retention risk role scale scope signal size source speed
    storage strength symptom target throughput trade-off tradeoff type unit use weakness weight
    """.split()  # noqa: SIM905 - a list of words reads best as a text
)
_QUALIFIERS = frozenset(
    """
    average base common data default expected key main max maximum memory min minimum monthly operating primary read
    relative response retrieval running setup storage total training typical usual write
    """.split()  # noqa: SIM905
)
_PROPER = frozenset(
    """
    amazon anthropic apache aws azure bedrock cisco docker google java javascript kubernetes linux microsoft openai
    oracle postgresql python sagemaker windows
    """.split()  # noqa: SIM905
)
SHORT_HEADER = 3  # words; a longer one would part the question from its value
_KEEP_S = ("ss", "us", "is", "as", "os")


def is_use_when(header: str) -> bool:
    """Whether a column says when its row is the right choice."""
    return _USE_WHEN.fullmatch(_bare(header)) is not None


def _bare(header: str) -> str:
    return " ".join(header.split()).rstrip("?:. ")


def forward_stems(row: Phrase, header: Phrase) -> tuple[Phrase, ...]:
    """Ways to ask what stands under a header for a row, the best first; the last one is always possible.

    The name comes first and alone: within a sentence it would need an article and a small letter (`How is RAG index
    rolled back?`), which nobody can know.
    """
    name, bare = strong(row), _bare(header.text)
    special = _special_stem(name, bare)
    general = join(name, ": which of these stands under ", quoted(header), "?")
    return (special, general) if special else (general,)


def _special_stem(name: Phrase, header: str) -> Phrase | None:
    if _GOOD_FOR.fullmatch(header):
        return None if _is_plural(name.text) else join(name, f": what is it {header.casefold()}?")
    if is_use_when(header):
        return join(name, f": when would you use {'them' if _is_plural(name.text) else 'it'}?")
    return _verb_stem(name, header) or _wh_stem(name, header) or _noun_stem(name, header)


def _verb_stem(name: Phrase, header: str) -> Phrase | None:
    """`It gains` becomes `Chunk length: what does it gain?`."""
    found = _IT_VERB.fullmatch(header)
    if not found or found[1].casefold() in {"is", "has", "does", "was"} or _is_plural(name.text):
        return None
    return join(name, f": what does it {_infinitive(found[1].casefold())}?")


def _wh_stem(name: Phrase, header: str) -> Phrase | None:
    """`What it stores` becomes `Hash: what does it store?`, `Who picks the tool` is put after the name."""
    found = _WH_IT.fullmatch(header)
    if not found:
        is_question = _ASKS_ITSELF.match(header) and len(header.split()) > 2
        return join(name, f": {header[0].casefold()}{header[1:]}?") if is_question else None
    if _is_plural(name.text) or "," in found[3]:
        return None
    question, verb, rest = found[1].casefold(), found[2].casefold(), found[3]
    if verb in {"is", "can", "does", "has"}:
        asks = {"is": ("is", ""), "can": ("can", ""), "does": ("does", " do"), "has": ("does", " have")}
        auxiliary, main = asks[verb]
        return join(name, f": {question} {auxiliary} it{main}{rest}?") if main or rest.strip() else None
    return join(name, f": {question} does it {_infinitive(verb)}{rest}?") if verb.endswith("s") else None


def _infinitive(verb: str) -> str:
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) else verb[:-1]


def _noun_stem(name: Phrase, header: str) -> Phrase | None:
    parts = header.split()
    last = parts[-1].casefold() if parts else ""
    singular = _singular(last)
    known = (_NOUNS | _QUALIFIERS | STOP_WORDS) - {"it"}
    if singular not in _NOUNS or not all(part.casefold() in known or _is_acronym(part) for part in parts[:-1]):
        return None
    verb = "is" if singular == last else "are"
    return join(name, f": what {verb} the {' '.join(_lower(part) for part in parts)}?")


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + instead in _NOUNS:
            return word[: -len(ending)] + instead
    return word


def _is_plural(text: str) -> bool:
    """Whether the last word is a plural, or the one before a participle: `Candidates fetched`."""
    parts = _BRACKETED.sub("", text).split()
    if len(parts) > 1 and parts[-1].endswith("ed"):
        parts.pop()
    last = parts[-1] if parts else ""
    return last.endswith("s") and not last.endswith(_KEEP_S) and not _is_acronym(last)


def _is_acronym(word: str) -> bool:
    return sum(letter.isupper() or letter.isdigit() for letter in word) >= 2


def _lower(word: str) -> str:
    return word if _is_acronym(word) or word.casefold() in _PROPER else word.casefold()


def _asked_thing(key_header: Phrase) -> str:
    """`index type` for the header `Index type`; `of these` when the header does not name one thing."""
    header = _bare(key_header.text)
    is_plain = re.fullmatch(r"[^\W_]+(?:[ -][^\W_]+){0,2}", header) is not None
    if not is_plain or _is_plural(header) or words(header)[-1] in STOP_WORDS or len(header) < 3:
        return "of these"
    return " ".join(_lower(part) for part in header.split())


def reverse_stems(key_header: Phrase, header: Phrase, value: Phrase) -> tuple[Phrase, ...]:
    """Ways to ask whose value this is."""
    things = dict.fromkeys((_asked_thing(key_header), "of these"))
    if len(header.text.split()) > SHORT_HEADER:
        stands = join("Under ", quoted(header), " stands ", quoted(value), ". For which ")
        return tuple(join(stands, f"{thing}?") for thing in things)
    return tuple(join(f"Which {thing} has this under ", quoted(header), ": ", quoted(value), "?") for thing in things)


def scenario_stems(key_header: Phrase, value: Phrase) -> tuple[Phrase, ...]:
    """Ways to ask what to choose. A cell may be a need or a clause, so the lead-in fits both."""
    things = dict.fromkeys((_asked_thing(key_header), "of these"))
    return tuple(join("Situation: ", quoted(value), f". Which {thing} fits?") for thing in things)


def match_stem(key_header: Phrase, header: Phrase) -> Phrase:
    """Asks to pair rows with values."""
    return join("Which entry under ", quoted(header), " belongs to which ", _asked_thing(key_header), "?")


def compare_stem(one: Phrase, other: Phrase, header: Phrase) -> Phrase:
    """Asks which of two rows stands higher in an ordinal column."""
    return join("Which is higher in ", quoted(header), ": ", strong(one), " or ", strong(other), "?")


def differs_stem(one: Phrase, other: Phrase) -> Phrase:
    """Asks where two rows differ that are alike elsewhere."""
    return join("In which of these do ", strong(one), " and ", strong(other), " differ?")


def odd_one_out_stem(header: Phrase) -> Phrase:
    """Asks which row stands out in a column."""
    return join("Which of these differs from the others in ", quoted(header), "?")


def missing_step_stem(lead_in: Phrase, before: Phrase, after: Phrase) -> Phrase:
    """Asks for the step between two."""
    return join(*_lead(lead_in), f"{_which(lead_in)} comes between ", quoted(before), " and ", quoted(after), "?")


def order_stem(lead_in: Phrase, first: int = 0, last: int = 0) -> Phrase:
    """Asks for the order of the steps, or of the steps `first` to `last`."""
    part = f" of steps {first} to {last}" if first else ""
    return join(*_lead(lead_in), f"{_which(lead_in)} is the right order{part}?")


def next_step_stems(lead_in: Phrase, step: Phrase) -> tuple[Phrase, ...]:
    """Ways to ask what follows a step."""
    bare = join("Which step comes right after ", quoted(step), "?")
    if not fold(lead_in.text):
        return (bare,)
    return join(*_lead(lead_in), "what comes right after ", quoted(step), "?"), bare


def _lead(lead_in: Phrase) -> Sequence[Phrase | str]:
    if not fold(lead_in.text):
        return ()
    return trimmed(lead_in), ": "


def _which(lead_in: Phrase) -> str:
    return "what" if fold(lead_in.text) else "What"


def trimmed(phrase: Phrase) -> Phrase:
    """The phrase without the colon or full stop at its end, and without bold around all of it."""
    text = phrase.text.strip().rstrip(":. ")
    html = re.sub(r"^<(strong|b)>(.*)</\1>(:?)$", r"\2", phrase.html.strip(), flags=re.DOTALL).rstrip(":. ")
    return Phrase(text, html) if "<strong" not in html else plain(text)

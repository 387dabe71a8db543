"""Which of the parser's block rules are asked about a line: those that its first character allows.

Without this each of a dozen rules is called for every line, twice for lines that go on a paragraph, only to look at
that character; it halves the time that structure takes. What a rule finds is the same.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

Rule = Callable[[StateBlock, int, int, bool], bool]

_OPENS_WITH = {
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*+-0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
    "containers": "!?:{",
}
_CHAINS = ("", "paragraph", "reference", "blockquote", "list")


def ask_by_first_character(parser: MarkdownIt) -> None:
    """Put one rule before all others in every chain of a finished parser: it knows whom to ask."""
    ruler = parser.block.ruler
    chains: dict[str, list[Rule]] = {}
    for chain in _CHAINS:
        rules = [(rule.name, rule.fn) for rule in ruler.__rules__ if rule.enabled and (not chain or chain in rule.alt)]
        chains[chain] = [_chooser([(name, _guarded(name, ask)) for name, ask in rules])]
    ruler.__cache__ = chains  # what getRules() reads until rules are enabled or disabled again


def _chooser(rules: list[tuple[str, Rule]]) -> Rule:
    characters = {character for name, _ in rules for character in _OPENS_WITH.get(name, "")}
    chosen = {
        character: tuple(ask for name, ask in rules if character in _OPENS_WITH.get(name, character))
        for character in characters
    }
    others = tuple(ask for name, ask in rules if name not in _OPENS_WITH)

    def choose(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        at = state.bMarks[start] + state.tShift[start]
        for ask in chosen.get(state.src[at : at + 1], others):  # noqa: SIM110 - the hottest loop of all
            if ask(state, start, end, silent):
                return True
        return False

    return choose


def _guarded(name: str, ask: Rule) -> Rule:
    """Rules for any character that the next line can rule out."""
    if name == "table":
        return lambda state, start, end, silent: _has_dashes_below(state, start, end) and ask(state, start, end, silent)
    if name == "lheading":
        return lambda state, start, end, silent: (
            start + 1 < end and not state.isEmpty(start + 1) and ask(state, start, end, silent)
        )
    return ask


def _has_dashes_below(state: StateBlock, start: int, end: int) -> bool:
    if start + 1 >= end:
        return False
    at = state.bMarks[start + 1] + state.tShift[start + 1]
    return state.src[at : at + 1] in ("|", "-", ":")

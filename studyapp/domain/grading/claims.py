"""Which words of an answer only ask, suppose or report, and which questions are answered at once."""

from collections.abc import Callable

from studyapp.domain.grading import denial_words
from studyapp.domain.grading.clauses import Clauses
from studyapp.domain.grading.tokens import Tokens


class Claims:
    """What the writer of an answer stands behind."""

    def __init__(self, tokens: Tokens, clauses: Clauses) -> None:
        self.items = tokens.items
        self.questions = tokens.questions
        self.clauses = clauses
        self.word = clauses.word
        self._answered = frozenset(
            self.items[at - 1].sentence
            for at in range(1, len(self.items) if self.questions else 0)
            if self.items[at].word in {"yes", "no"} and self.answers(at)
        )

    def answers(self, at: int) -> bool:
        """Whether a lone word answers the question before it: "Does it change the weights? No." """
        return (
            at > 0
            and self.items[at].sentence != self.items[at - 1].sentence
            and self.items[at - 1].sentence in self.questions
            and self.clauses.end(at) == at
        )

    def unclaimed(self) -> frozenset[int]:
        """Words in suppositions, questions and what other people say."""
        return self._within(lambda start, end: self._is_reported(start, end) or self._is_asked(start)) | self.supposed()

    def supposed(self) -> frozenset[int]:
        """Words in the clause of an "if"."""
        return self._within(lambda start, _: self._is_supposed(start))

    def _within(self, holds: Callable[[int, int], bool]) -> frozenset[int]:
        found: set[int] = set()
        for clause, start in self.clauses.starts.items():
            end = self.clauses.ends[clause]
            if holds(start, end):
                found.update(range(start, end + 1))
        return frozenset(found)

    def asked(self) -> frozenset[int]:
        """Words in sentences that ask from their first word on; "Maybe it is so?" only doubts."""
        openers: dict[int, str] = {}
        for at, token in enumerate(self.items if self.questions else ()):
            if openers.get(token.sentence, "and") in {"and", "or", "but", "so", "then"}:
                openers[token.sentence] = self.word(at)
        asking = {sentence for sentence in self.questions if openers.get(sentence) in denial_words.ASKING}
        asking -= self._answered
        return frozenset(at for at, token in enumerate(self.items) if token.sentence in asking)

    def _is_supposed(self, start: int) -> bool:
        opener = self.word(start)
        return opener in denial_words.HYPOTHETICAL or (
            opener in {"but", "and", "even"} and self.word(start + 1) in denial_words.HYPOTHETICAL
        )

    def _is_reported(self, start: int, end: int) -> bool:
        """ "Some people say ...", "It is often believed that ..."."""
        opening = [self.word(at) for at in range(start, min(start + 6, end) + 1)]
        tells = [
            place
            for place, word in enumerate(opening)
            if word in denial_words.REPORTING or word in {"said", "believed"}
        ]
        return (
            bool(tells)
            and not denial_words.REPORTERS.isdisjoint(opening[: tells[0]])
            and "i" not in opening[: tells[0]]
        )

    def _is_asked(self, start: int) -> bool:
        token = self.items[start]
        return (
            token.sentence in self.questions
            and token.sentence not in self._answered
            and token.word in denial_words.ASKING
        )

"""Step 5: which words of the answer stand under a denial, and which only report or suppose."""

from collections.abc import Iterator, Sequence

from studyapp.domain.grading import denial_words
from studyapp.domain.grading.claims import Claims
from studyapp.domain.grading.clauses import LONGEST_SCOPE, Clauses, Cue
from studyapp.domain.grading.matching import Match
from studyapp.domain.grading.rejections import Reach, rejection_at
from studyapp.domain.grading.tokens import Tokens
from studyapp.domain.grading.vocabulary import SMALL_WORDS

_LONGEST_BACKWARD = 25
_LONGEST_LIST_ITEM = 4


class Polarity:
    """Answers whether a match is denied. Switched off, nothing is."""

    def __init__(self, cues: Sequence[Cue], claims: Claims, size: int) -> None:
        self._cues = cues
        self._unclaimed = claims.unclaimed()
        self._asked = claims.asked()
        self._supposed = claims.supposed() if cues else frozenset()
        self._over: list[list[int]] = [[] for _ in range(size if cues else 0)]
        for number, cue in enumerate(cues):
            for first, last in cue.scopes:
                for token in range(max(first, 0), min(last, size - 1) + 1):
                    self._over[token].append(number)

    def covering(self, match: Match) -> list[Cue]:
        """The cues over any matched word, without those that are matched words themselves."""
        numbers = {number for over in self._layers(match) for number in over}
        return [self._cues[number] for number in sorted(numbers)]

    def is_denied(self, match: Match) -> bool:
        """An odd number of denials, one inside the other, denies; "neither stores nor sends" stand side by side."""
        return max(map(len, self._layers(match)), default=0) % 2 == 1

    def _layers(self, match: Match) -> list[list[int]]:
        """For each matched word the cues over it."""
        if not self._over:
            return []
        tokens: Sequence[int] = match.tokens
        if match.crosses_clauses and self._supposed:
            # "If it does not come within a week, call": not coming is supposed, the week and the call are not denied.
            tokens = [token for token in tokens if token not in self._supposed] or tokens
        layers = [self._over[token] for token in tokens]
        if not any(layers):
            return []
        own = {
            number
            for number in set().union(*layers)
            if not set(tokens).isdisjoint(range(self._cues[number].first, self._cues[number].last + 1))
        }
        own |= {number for over in layers for number in over if not self._cues[number].applies_to(tokens)}
        return [[number for number in over if number not in own] for over in layers]

    def is_claimed(self, match: Match) -> bool:
        """Whether the writer stands behind it: not a supposition, a question or what other people say."""
        return self._unclaimed.isdisjoint(match.tokens)

    def is_asked(self, match: Match) -> bool:
        """Whether any of it stands in a question."""
        return not self._asked.isdisjoint(match.tokens)


def read_polarity(tokens: Tokens, topic_starts: frozenset[int]) -> Polarity:
    """Find the denials of an answer. `topic_starts` are tokens where a topic is named: they may open a statement."""
    reader = _Reader(tokens, topic_starts)
    return Polarity(list(reader.cues()), reader.claims, len(tokens))


def no_polarity() -> Polarity:
    """The switch-off for measurement: nothing counts as denied."""
    nothing = Tokens((), frozenset())
    return Polarity((), Claims(nothing, Clauses(())), 0)


class _Reader:
    def __init__(self, tokens: Tokens, topic_starts: frozenset[int]) -> None:
        self.items = tokens.items
        self.topic_starts = topic_starts
        self.clauses = Clauses(tokens.items)
        self.claims = Claims(tokens, self.clauses)
        self.clause_ends = self.clauses.ends
        self.clause_starts = self.clauses.starts
        self.word = self.clauses.word
        self.reach = Reach(self._forward, self._frame_forward)

    def cues(self) -> Iterator[Cue]:
        """All denials, in order."""
        at = 0
        while at < len(self.items):
            cue = self._cue_at(at)
            if cue is not None:
                yield cue
                at = max(at, cue.last)
            at += 1

    def _cue_at(self, at: int) -> Cue | None:
        word = self.items[at].word
        if word not in denial_words.TRIGGERS or (word == "without" and self._is_counterfactual(at)):
            return None
        if word == "no" and self.claims.answers(at):
            return Cue(at, at, ((self._sentence_start(at - 1), at - 1),))
        if word in denial_words.REJECTING and (cue := rejection_at(self.clauses, at, self.reach)) is not None:
            return cue
        if (word in denial_words.FRAMES or word in denial_words.NEEDLESS) and (cue := self._frame(at)) is not None:
            return cue
        length = self._cue_length(at, word)
        if not length:
            return None
        last = at + length - 1
        return Cue(at, last, self._forward(at, last))

    def _cue_length(self, at: int, word: str) -> int:
        """How many words the cue at this place has; 0 if it is none."""
        following = self.word(at + 1)
        if word in denial_words.SIMPLE:
            return self._simple_length(at, word, following)
        if (word, following) in denial_words.PAIRS or (word in denial_words.BEFORE_TO and following == "to"):
            return 2
        if word in denial_words.CEASING and (following.endswith("ing") or self.word(at - 1) in denial_words.HAVE):
            return 1
        if (word, following) == ("used", "to"):
            return 2 * self._is_past_habit(at)
        return int(word == "from" and following.endswith("ing") and self._is_kept_from(at))

    def _simple_length(self, at: int, word: str, following: str) -> int:
        if following in denial_words.NOT_A_CUE.get(word, ()):
            return 0
        if word == "not" and self.word(at - 1) == "or" and self.clause_ends[self.items[at].clause] == at:
            return 0  # "whether or not"
        if word in {"wrongly", "falsely", "mistakenly"}:
            return int(following in denial_words.TELLING or self.word(at - 1) in denial_words.TELLING)
        return 1

    def _sentence_start(self, at: int) -> int:
        start = at
        while start and self.items[start - 1].sentence == self.items[at].sentence and at - start < _LONGEST_BACKWARD:
            start -= 1
        return start

    def _is_counterfactual(self, at: int) -> bool:
        """ "Without the tilt there would be no seasons" says that there is a tilt."""
        if self.clause_starts[self.items[at].clause] != at:
            return False
        for place in range(at + 2, min(at + 2 * LONGEST_SCOPE, len(self.items))):
            if self.items[place].sentence != self.items[at].sentence:
                return False
            supposes = self.word(place) in {"would", "could"}
            if supposes or (self.word(place) == "there" and self.word(place + 1) in denial_words.BE):
                near = {self.word(behind) for behind in range(place + 1, place + 4)}
                return not near.isdisjoint(denial_words.ABSENT)
        return False

    def _is_past_habit(self, at: int) -> bool:
        """ "used to serve", but not "is used to serve" or "a technique used to serve"."""
        start = self.clause_starts[self.items[at].clause]
        before = {self.word(place) for place in range(max(start, at - LONGEST_SCOPE), at)}
        return before.isdisjoint(denial_words.BE | denial_words.AUXILIARIES | denial_words.VERBS)

    def _is_kept_from(self, at: int) -> bool:
        start = max(self.clause_starts[self.items[at].clause], at - 6)
        return any(
            self.items[place].stem in {"prevent", "stop", "keep", "block", "protect"} for place in range(start, at)
        )

    def _forward(self, first: int, last: int) -> tuple[tuple[int, int], ...]:
        """From the cue to the end of its clause, or to what opens a new statement before."""
        if self.word(first) == "nothing" and self.clause_ends[self.items[last].clause] == last:
            return ((max(self.clause_starts[self.items[first].clause], first - 2), first - 1),)
        reaches_on = self._is_telling(last)
        limit = self._clause_limit(last, reaches_on=reaches_on)
        stop = last
        for at in range(last + 1, limit + 1):
            if self._ends_scope(at, first, reaches_on=reaches_on):
                break
            stop = at
        ahead = ((last + 1, stop),) if stop > last else ()
        if not ahead and self.word(last) == "not" and self.clause_starts[self.items[first].clause] < first:
            return ((self.clause_starts[self.items[first].clause], first - 1),)  # "viruses don't"
        if self._denies_its_verb(first):
            return ((first - 1, first - 1), *ahead)
        return ahead

    def _denies_its_verb(self, at: int) -> bool:
        """ "plays no role", "serves no reads": what stands before the "no" does not take place either."""
        if self.word(at) != "no" or self.word(at + 1) in denial_words.COMPARING:
            return False
        return self.clause_starts[self.items[at].clause] < at - 1 and self.word(at - 1) not in SMALL_WORDS

    def _is_telling(self, last: int) -> bool:
        """Denial in a thinking or saying clause reaches what is thought."""
        return any(self.word(at) in denial_words.TELLING for at in range(last + 1, last + 4))

    def _clause_limit(self, last: int, *, reaches_on: bool) -> int:
        farthest = min(last + LONGEST_SCOPE, len(self.items) - 1)
        limit = self.clause_ends[self.items[last].clause]
        if limit == last and self.word(last) in {"not", "never"}:
            limit = self._behind_aside(last)
        while limit < farthest and self._clause_goes_on(limit + 1, reaches_on=reaches_on):
            limit = self.clause_ends[self.items[limit + 1].clause]
        return min(limit, farthest)

    def _behind_aside(self, last: int) -> int:
        """ "does not, as some think, retrain": the denial goes on behind the aside."""
        if last + 1 >= len(self.items) or self.items[last + 1].sentence != self.items[last].sentence:
            return last
        aside = self.clause_ends[self.items[last + 1].clause]
        if aside - last > 5 or aside + 1 >= len(self.items) or self.word(last + 1) in {"but", "so", "because"}:
            return last
        if self.items[aside + 1].sentence != self.items[last].sentence:
            return last
        return self.clause_ends[self.items[aside + 1].clause]

    def _clause_goes_on(self, start: int, *, reaches_on: bool) -> bool:
        """Whether the clause from `start` is the rest of a list, or what is thought."""
        token = self.items[start]
        if token.sentence != self.items[start - 1].sentence:
            return False
        if reaches_on and token.word == "that":
            return True
        return self._is_list(start)

    def _is_list(self, start: int) -> bool:
        """ "not the index, the cache or the log": short pieces without a verb, the last one with "or"."""
        farthest = min(start + LONGEST_SCOPE, len(self.items))
        while start < farthest:
            end = self.clause_ends[self.items[start].clause]
            piece = [self.word(at) for at in range(start, min(end, start + 8) + 1)]
            if (
                not denial_words.SUBJECTS.isdisjoint(piece)
                or not denial_words.AUXILIARIES.isdisjoint(piece)
                or not denial_words.VERBS.isdisjoint(piece)
            ):
                return False
            if "or" in piece or "nor" in piece:
                return len(piece) <= 2 * _LONGEST_LIST_ITEM
            if len(piece) > _LONGEST_LIST_ITEM or piece[0] in {"but", "and", "so", "because", "which"}:
                return False
            if end + 1 < len(self.items) and self.items[end + 1].sentence != self.items[start].sentence:
                return False
            start = end + 1
        return False

    def _ends_scope(self, at: int, first: int, *, reaches_on: bool) -> bool:
        word = self.items[at].word
        sums_up = word == "which" and self.word(at + 1) in denial_words.SUMMING_UP
        if word == "nor" or ((word in denial_words.ENDERS or sums_up) and not reaches_on):
            return True
        if word in {"and", "or"}:
            return self._ends_at_joint(at, first, reaches_on=reaches_on)
        return self._opens_main_clause(at, first)

    def _ends_at_joint(self, at: int, first: int, *, reaches_on: bool) -> bool:
        """Whether an "and" or "or" opens a statement of its own."""
        word = self.items[at].word
        if word == "or" and self._joins_denied_nouns(first, at):
            return False
        if word == "and" and self._ends_with_instead(at):
            return True
        return self._opens_statement(at + 1, with_cue=True) and not (reaches_on and word == "and")

    def _opens_main_clause(self, at: int, first: int) -> bool:
        """ "rather than training it fetches", "taken without need it spreads": the denial ends before "it"."""
        cue, word = self.word(first), self.items[at].word
        if cue == "without" and at > first + 1 and word in denial_words.PERSONS and self._acts(at + 1):
            return True
        opens_clause = self.clause_starts[self.items[first].clause] == first
        if not opens_clause or cue not in {"rather", "instead", "without"}:
            return False
        return (at in self.topic_starts or word in denial_words.PERSONS) and at > first + 1 + (at in self.topic_starts)

    def _ends_with_instead(self, at: int) -> bool:
        """ "do not accept writes and answer reads instead"."""
        behind = self.clause_ends[self.items[at].clause] + 1
        return self.word(behind) == "instead" and self.word(behind + 1) != "of"

    def _acts(self, at: int) -> bool:
        """Whether a verb stands here, after a pronoun."""
        word = self.word(at)
        return word in denial_words.AUXILIARIES or word in denial_words.VERBS or word.endswith("s")

    def _joins_denied_nouns(self, first: int, at: int) -> bool:
        """ "no X or Y is needed": no verb between, so the denial covers both."""
        between = {self.word(place) for place in range(first + 1, at)}
        verbs = denial_words.SUBJECTS | denial_words.AUXILIARIES | denial_words.VERBS
        return self.word(first) in {"no", "without"} and 1 <= at - first - 1 <= 4 and between.isdisjoint(verbs)

    def _opens_statement(self, at: int, *, with_cue: bool) -> bool:
        """Whether a new predicate starts here: a subject, a topic, a verb, or a denial of its own."""
        if self.word(at).endswith("ly"):
            at += 1
        word = self.word(at)
        if self.word(at + 1 + (word in denial_words.DETERMINERS)) in denial_words.AUXILIARIES:
            return True
        if (
            word in denial_words.SUBJECTS
            or word in denial_words.AUXILIARIES
            or word in denial_words.VERBS
            or at in self.topic_starts
        ):
            return True
        if word.endswith("s") and self.word(at + 1) in denial_words.DETERMINERS:
            return True
        near = [place for place in (at, at + 1) if place < len(self.items)]
        return with_cue and any(self._cue_length(place, self.word(place)) for place in near)

    def _frame(self, at: int) -> Cue | None:
        """ "is wrong", "which is false", "it is a myth that ...": denies what it is said about."""
        start = self.clause_starts[self.items[at].clause]
        end = self.clause_ends[self.items[at].clause]
        last = at + 1 if self.word(at + 1) in denial_words.FRAME_NOUNS else at
        is_noun = self.word(at) in {"myth", "misconception"} or last > at
        following = self.word(last + 1) if last < end else ""
        opens = following in {"that", "to"} or (following in denial_words.BE and self.word(last + 2) == "that")
        if not self._is_predicate(at, start) and not (is_noun and opens):
            return None
        if opens:
            return Cue(at, last, self._frame_forward(last))
        if following and not is_noun and following not in {"because", "since", "as", "in", "and", "for"}:
            return None
        return Cue(at, last, self._backward(at, start))

    def _is_predicate(self, at: int, start: int) -> bool:
        if self.word(at) in denial_words.NEEDLESS and self.clause_ends[self.items[at].clause] == at:
            return True
        for before in range(at - 1, start - 1, -1):
            word = self.word(before)
            if word in denial_words.BE:
                return True
            if word not in denial_words.BEFORE_FRAME:
                return False
        return False

    def _frame_forward(self, last: int) -> tuple[tuple[int, int], ...]:
        limit = self._clause_limit(last, reaches_on=True)
        return ((last + 1, limit),) if limit > last else ()

    def _backward(self, at: int, start: int) -> tuple[tuple[int, int], ...]:
        """What stands before the frame: in its clause, or the clause or sentence that "which is wrong" sums up."""
        opener = self.word(start)
        sums_up = at - start <= 4 and opener in {"which", "that", "this", "it", "but", "and", "both"}
        scopes = [(max(start, at - _LONGEST_BACKWARD), at - 1)]
        if sums_up and start:
            target = self.items[start - 1]
            begin = self.clause_starts[target.clause]
            if target.sentence != self.items[start].sentence and opener not in {"that", "this", "it"}:
                return tuple(scopes)
            scopes.append((max(begin, start - _LONGEST_BACKWARD), start - 1))
        return tuple(scopes)

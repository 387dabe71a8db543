"""The engine's fixed word lists. A change here changes `ENGINE_VERSION`."""

import hashlib
from functools import cache

from studyapp.domain.common.english import common_words
from studyapp.domain.grading import denial_words


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LONG_WORD = 8  # letters


# Never matched outside quotation marks and never counted as distance. "for", "before", "all" ... carry meaning in
# rubric lines and stay out.
SMALL_WORDS = _listed("""
    a an the of to in on at by with from as is are was were be been being am do does did done doing has have had having
    it its itself this that these those they them their theirs there here he she his her him we our us you your i my me
    and or if then than so which who whom whose what when where how why will would can could should shall may might must
    also just very not no never nor neither without too such into onto upon about but however whereas while although
    though yet because since therefore
""")
# What prose in English has and a list of keywords lacks.
FUNCTION_WORDS = SMALL_WORDS | _listed("""
    for before after between through during over under up down out off all every each any some both either same other
    more most less only own instead rather not like per via get gets need needs thus hence
""")
# Small words of German, French, Spanish, Italian and Dutch that English lacks.
FOREIGN_WORDS = _listed("""
    der das und ist nicht ein eine einen einem einer mit auf dem den für fuer sich auch wird werden dass oder von zu zum
    zur bei aus wenn kann muss nur noch sind im la le les et est une des du dans pour que qui sur avec par pas ne sont
    el los las y es en por para con como se una del lo il gli di che non per della sono het een van niet voor zijn
""")
CLAUSE_STARTERS = _listed("but however whereas while although though yet instead because so since therefore")
PRONOUNS = _listed("it they them")  # that may stand for a thing said before
BEFORE_VERBS = _listed(
    "to does do did not can will would could should may might must it they we he she you i who which that"
)
# Words that steer polarity and clauses: a slip in them must not turn a claim round.
STEERING_WORDS = (
    CLAUSE_STARTERS
    | denial_words.STEERING
    | _listed("""
    never without fails failed neither nothing hardly cannot rather wrong false untrue incorrect mistaken myth
    misconception unable refuses which unlike versus stopped longer
""")
)
CONTRACTIONS: dict[str, tuple[str, str]] = {
    **{
        f"{verb}{ending}": (verb, "not")
        for verb in """do does did is are was were has have had could would should might must need""".split()  # noqa: SIM905
        for ending in ("nt", "n't")
    },
    "can't": ("can", "not"),
    "cant": ("can", "not"),
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "aint": ("is", "not"),
    "mayn't": ("may", "not"),
}
# Forms of irregular verbs and their base form; forms that are as often another word (left, saw, ground) stay out.
_IRREGULAR_VERBS = """
    become:became begin:began,begun bend:bent bind:bound blow:blew,blown break:broke,broken breed:bred bring:brought
    build:built buy:bought catch:caught choose:chose,chosen come:came creep:crept deal:dealt dig:dug draw:drew,drawn
    drink:drank,drunk drive:drove,driven eat:ate,eaten fall:fell,fallen feed:fed fight:fought find:found
    flee:fled fly:flew,flown forbid:forbade,forbidden forget:forgot,forgotten freeze:froze,frozen get:got,gotten
    give:gave,given go:went,gone grow:grew,grown hang:hung hear:heard hide:hid,hidden hold:held keep:kept
    know:knew,known lead:led lend:lent lose:lost make:made mean:meant meet:met pay:paid ride:rode,ridden
    ring:rang,rung rise:risen run:ran say:said seek:sought sell:sold send:sent shake:shook,shaken shine:shone shoot:shot
    shrink:shrank,shrunk sink:sank,sunk sing:sang,sung sleep:slept speak:spoke,spoken spend:spent spin:spun
    stand:stood steal:stole,stolen stick:stuck strike:struck swear:swore,sworn sweep:swept swim:swam,swum
    swing:swung take:took,taken teach:taught tear:torn tell:told think:thought throw:threw,thrown
    understand:understood wake:woke,woken wear:wore,worn weave:wove,woven win:won write:wrote,written
    withdraw:withdrew,withdrawn withhold:withheld overwrite:overwrote,overwritten rebuild:rebuilt
"""
IRREGULAR = {
    form: base for base, forms in (entry.split(":") for entry in _IRREGULAR_VERBS.split()) for form in forms.split(",")
}


def slips_forgiven(word: str) -> int:
    """How many letters may be wrong in an answer's spelling of `word`, which has five letters or more."""
    return 2 if len(word) >= _LONG_WORD else 1


@cache
def fingerprint() -> str:
    """A short hash of all lists, for the engine version."""
    lists = [
        SMALL_WORDS,
        FUNCTION_WORDS,
        FOREIGN_WORDS,
        CLAUSE_STARTERS,
        STEERING_WORDS,
        PRONOUNS,
        BEFORE_VERBS,
        frozenset(CONTRACTIONS),
        frozenset(f"{form}:{base}" for form, base in IRREGULAR.items()),
        common_words(),
    ]
    lists += [words for name, words in sorted(vars(denial_words).items()) if isinstance(words, frozenset)]
    packed = "|".join(" ".join(sorted(words)) for words in lists)
    return hashlib.sha256(packed.encode()).hexdigest()[:8]

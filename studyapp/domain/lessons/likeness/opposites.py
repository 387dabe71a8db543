"""Words of which one says the reverse of the other, or something else though it looks the same."""

import re
from functools import cache, lru_cache

from studyapp.domain.common.words import stem, words

# A word begins with one part and its reverse with the other: hypertension and hypotension, ingress and egress.
_PREFIXES = """
    hyper hypo; inter intra; inter intro; intro extro; intra extra; macro micro; mega micro; ab ad; pre post; ante
    post; ante anti; en de; em de; in e; in de; in ex; inner outer; in out; im ex; em imm; en ex; up down; over
    under; iso aniso; homo hetero; syn asyn; uni multi; uni bi; mono poly; mono di; mono bi; mono tri; bi tri; di
    tri; endo exo; endo ecto; sub super; sub supra; infra ultra; infra supra; as de; at de; con dis; as dis; en dis;
    in dis; pro re; retro pro; retro antero; for back; ana cata; eu dys; tachy brady; af ef; ana meta; lower upper;
    max min; left right; on off; nano micro; kilo mega; mega giga; giga tera; milli micro; single double; single
    multi; true false; auto hetero; auto allo; auto manual; anti pro; counter pro; cis trans; ortho para; ortho
    meta; meta para; epi endo
"""
_SUFFIXES = "phobic philic; phobe phile; phobia philia; less ful; er ee; or ee; lytic genic; cyte blast; blast clast"
_SALTS = re.compile(
    r"(nitr|sulf|sulph|phosph|chlor|brom|iod|arsen|selen|fluor|meth|eth|prop|but|pent|hex|hept|oct|dec|benz|alk"
    r"|ferr|cupr|sulfur|sulphur|phosphor|stann|plumb|mercur)(ate|ite|ide|ine|ane|ene|yne|anol|anal|anoic|yl|ic|ous)s?"
)
# Each of a group is another than every other. A word may be in several groups.
_GROUPS = """
    max min; maximum minimum; maximal minimal; maximise minimise; maximize minimize; ram rom; most least; more less;
    more fewer; many few; much little; before after; earlier later; early late; first last; first second; former
    latter; previous next; grant deny; grant revoke; allow deny; allow forbid; allow block; permit deny; permit
    forbid; permit prohibit; accept reject; accept except; accept refuse; approve reject; horizontal vertical;
    latitude longitude altitude; left right; top bottom; up down; above below; over under; high low; higher lower;
    highest lowest; upper lower; raise lower; rise fall; increase reduce; increase shrink; grow shrink; gain lose;
    gain loss; profit loss; strong weak; stronger weaker; large small; larger smaller; largest smallest; big small;
    bigger smaller; long short; longer shorter; fast slow; faster slower; quick slow; cheap dear; cheap expensive;
    cheaper dearer; hot cold; warm cold; warm cool; wide narrow; thick thin; deep shallow; heavy light; full empty;
    open close; open closed; open shut; start stop; start end; begin end; on off; in out; to from; into from; with
    without; always never; always sometimes; often seldom; often rarely; usually rarely; all some; all none; every
    no; any none; both neither; everything nothing; true false; right wrong; yes no; correct wrong; valid void; safe
    unsafe; safe dangerous; read write; reader writer; reads writes; send receive; sender receiver; push pull; put
    get; store retrieve; load store; load unload; lock unlock; add remove; add subtract; add delete; create delete;
    create destroy; insert delete; attach detach; plus minus; multiply divide; odd even; single double; single
    multiple; once twice; one-way two-way; public private; local remote; local global; static dynamic; hard soft;
    old new; young old; primary secondary; primary replica; master slave; leader follower; client server; source
    target; source destination; origin destination; parent child; ancestor descendant; row column; serial parallel;
    stateful stateless; mutable immutable; known unknown; optional mandatory; optional required; positive negative;
    ascend descend; acid base; acidic basic; acidic alkaline; alkaline basic; cation anion; anode cathode; proton
    neutron electron photon; neuron neutron; afferent efferent; dorsal ventral; proximal distal; anterior posterior;
    medial lateral; systole diastole; systolic diastolic; artery vein; arterial venous; agonist antagonist; mitosis
    meiosis; glycogen glucagon glucose; ureter urethra; ileum ilium; tendon tenon; perineal peroneal; benign
    malignant; acute chronic; male female; buy sell; buyer seller; debit credit; debtor creditor; asset liability;
    supply demand; lend borrow; lender borrower; win lose; attack defend; attacker defender; enter exit; enter
    leave; entry exit; come go; pass fail; success failure; day night; north south; east west; eastern western;
    northern southern; summer winter; wet dry; convex concave; mean median mode; median medial; numerator
    denominator; sine cosine; recall precision; training test; encrypted plain; continuous discrete; continuous
    contiguous continual; discrete discreet; complement compliment; complementary complimentary; stalactite
    stalagmite; principal principle; affect effect; causal casual; adverse averse; eminent imminent immanent; elicit
    illicit; ensure insure assure; moral morale mortal; personal personnel; perpetrate perpetuate; precede proceed;
    prescribe proscribe; stationary stationery; trial trail; transitive transient; interstate intrastate intestate;
    cache cash; signing singing; martial marital; statue statute status; desert dessert; descent dissent; allusion
    illusion; council counsel; adapt adopt; access excess; parameter perimeter; flexion extension; palate palette
    pallet; vain vein; synthesis analysis; deduction induction; inductive deductive; weight height; import export;
    active passive; manual automatic; abstract concrete; major minor; senior junior; authentication authorisation
    authorization; latency throughput; bit byte; bits bytes; kilobyte megabyte gigabyte terabyte; second minute hour
    day week month year; seconds minutes hours days weeks months years; daily weekly monthly yearly; milligram gram
    kilogram; millimetre centimetre metre kilometre; january february march april may june july august september
    october november december; monday tuesday wednesday thursday friday saturday sunday
"""
_SHORTEST_REST = 3  # letters that two words share beside their prefixes


def _pairs(text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in text.split(";"):
        members = group.split()
        for one in members:
            found.setdefault(one, set()).update(other for other in members if other != one)
    return {one: frozenset(others) for one, others in found.items()}


@cache
def _prefixes() -> dict[str, frozenset[str]]:
    return _pairs(_PREFIXES)


@cache
def _suffixes() -> dict[str, frozenset[str]]:
    return _pairs(_SUFFIXES)


@cache
def _listed() -> dict[str, frozenset[str]]:
    found = dict(_pairs(_GROUPS))
    for one, others in list(found.items()):
        found[stem(one)] = found.get(stem(one), frozenset()) | {stem(other) for other in others}
    return found


@lru_cache(maxsize=16_384)
def _reverses(word: str) -> frozenset[str]:
    """What would be the reverse of a folded word, whether or not that is a word."""
    found = set(_listed().get(word, ()))
    for size in range(1, len(word) - _SHORTEST_REST + 1):
        found.update(other + word[size:] for other in _prefixes().get(word[:size], ()))
        found.update(word[:-size] + other for other in _suffixes().get(word[-size:], ()))
    return frozenset(found)


def reverses(one: str, other: str) -> bool:
    """Whether two folded words are known to be the reverse of each other, or two names that look alike."""
    return _has_reverse(one, frozenset({other}))


def is_turned_round(before: str, after: str) -> bool:
    """Whether a word of `before` gave way to its reverse in `after`."""
    old, new = frozenset(words(before)), frozenset(words(after))
    return any(_has_reverse(one, new - old) for one in old - new)


def _has_reverse(word: str, others: frozenset[str]) -> bool:
    if _reverses(word) & others:
        return True
    own = stem(word)
    if _reverses(own) & ({stem(other) for other in others} - {own}):
        return True
    salt = _SALTS.fullmatch(word)
    found = (_SALTS.fullmatch(other) for other in others) if salt else ()
    return any(salt and other and salt[1] == other[1] and salt[2] != other[2] for other in found)

"""Which words deny, reject, report, suppose or open a statement. A change here is a change of the engine's rules."""


def listed(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


SIMPLE = listed("""
    not never no none without neither nor nothing hardly nobody lack lacks lacked lacking avoid avoids avoided avoiding
    spare spares spared disagree wrongly falsely mistakenly
""")
BEFORE_TO = listed(
    "fail fails failed failing failure refuse refuses refused refusing unable cease ceases ceased stops stopped"
)
CEASING = listed("stopped ceased stops ceases")
NOT_A_CUE = {
    "not": listed("only just merely simply sure certain everyone everybody"),
    "no": listed("doubt matter wonder"),
}
PAIRS = {("rather", "than"), ("instead", "of"), ("far", "from"), ("contrary", "to")}
BE = listed("is are was were be been being am get gets got becomes")
HAVE = listed("has have had having")
FRAMES = listed("wrong false untrue incorrect mistaken myth misconception wrongly falsely")
NEEDLESS = listed("unnecessary superfluous needless obsolete")
FRAME_NOUNS = listed("claim belief statement idea assumption notion conclusion view impression")
BEFORE_FRAME = BE | listed("""
    a an the not simply plainly just common popular widespread clearly completely often also quite plain it's usual
    that which this frequent typical
""")
TELLING = listed("""
    say says saying said think thinks thinking thought believe believes believing claim claims claiming assume assumes
    assuming suppose mean means agree expect conclude imagine argue state true correct right case
""")
REPORTING = listed("say says think thinks believe believes claim claims assume assumes argue suppose")
REPORTERS = listed("some many people others one someone somebody everybody everyone often candidates students who they")
SUBJECTS = listed("it they we he she you i this these there that")
PERSONS = listed("it they we he she you i")
AUXILIARIES = listed("is are was were has have had do does did can will may might must should would could")
ENDERS = listed("when whenever if once until unless whereby hence thus meaning")
HYPOTHETICAL = listed("if unless suppose supposing assuming")
DETERMINERS = listed("the a an its their your our this each every all only new")
ASKING = listed("does do did is are can will would should could has have was were why what how when which who")
# Verbs whose form in -s is hardly ever a plural noun: "and retrieves ..." opens a new statement.
VERBS = listed("""
    retrieves fetches keeps leaves supplies provides adds gives makes adapts adjusts alters modifies teaches learns sets
    improves trains retrains brings pulls injects searches becomes remains stays requires allows enables lets helps
    prevents reduces increases lowers raises decreases encrypts decrypts signs stores reads writes sends receives serves
    creates builds deletes removes inserts copies moves runs starts stops ends begins takes holds contains includes
    depends relies means shows tells knows sees finds looks works fails succeeds performs handles accepts rejects
    returns responds answers generates produces computes calculates measures compares selects chooses decides picks
    scales grows shrinks costs saves spends pays avoids lacks refuses ensures guarantees protects secures blocks
    validates verifies tests applies combines merges splits divides joins connects follows leads causes affects
    depends improves speeds slows caches replicates restores recovers captures tracks monitors detects
""")
# "is overkill", "would be too dear": the writer speaks against the thing.
WASTE = listed("overkill wasteful unnecessary needless superfluous pointless excessive disproportionate")
TOO = listed("expensive dear costly")
USELESS = listed("useless worthless unsuitable unsuited unfit inappropriate hopeless incapable powerless")
POOR = listed("poor bad wrong terrible")
POOR_NOUNS = listed("choice tool store place way fit means method source home answer idea")
AGAINST_USE = listed("for to at in of against as")
SEEMS = BE | listed("seem seems seemed look looks sound sounds")
BEFORE_WASTE = BEFORE_FRAME | listed(
    "far much way total complete completely utter utterly rather simply simple pure big serious"
)
MISTAKES = listed("mistake error fallacy")
OMITTING = listed("skip skips skipped skipping omit omits omitted omitting drop drops dropped dropping")
NOT_DROPPED = listed("in of to by off from out and or below")
DAMAGING = listed("""
    ruin ruins ruined ruining destroy destroys destroyed destroying worsen worsens worsened worsening spoil spoils
    spoiled spoilt spoiling harm harms harmed harming
""")
OBJECT_ENDS = listed("to by for when if then at once until before after")
REJECTING = WASTE | USELESS | POOR | MISTAKES | OMITTING | DAMAGING | {"too", "waste"}
ABSENT = listed("no not never nothing neither nobody none hardly")
COMPARING = listed("more less fewer longer later sooner earlier doubt matter")  # behind "no"
# A slip in these must not turn a claim round either.
STEERING = WASTE | USELESS | MISTAKES | TELLING | REPORTERS | listed("common avoids avoided nobody would could")
SUMMING_UP = listed("makes means is lets allows leads calls suits")
# Every word at which a denial may begin.
TRIGGERS = (
    SIMPLE | BEFORE_TO | CEASING | FRAMES | NEEDLESS | REJECTING | {first for first, _ in PAIRS} | {"used", "from"}
)

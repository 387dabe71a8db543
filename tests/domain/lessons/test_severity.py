"""What an edit is guessed to do: the words that turn a claim round, and those that only mend its spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.lessons.likeness.severity import answer_severity, wording_severity
from studyapp.domain.lessons.likeness.wording import is_misspelt

TURNED_ROUND = [
    ("It encrypts the key", "It decrypts the key"),
    ("Rules for ingress traffic", "Rules for egress traffic"),
    ("A higher temperature increases the spread", "A higher temperature decreases the spread"),
    ("An internal load balancer", "An external load balancer"),
    ("Explicit deny", "Implicit deny"),
    ("The job imports the table", "The job exports the table"),
    ("The max value is kept", "The min value is kept"),
    ("The code is kept in RAM", "The code is kept in ROM"),
    ("It keeps ten replicas", "It keeps two replicas"),
    ("Delivers at least once", "Delivers at most once"),
    ("Checked before the release", "Checked after the release"),
    ("The policy grants access", "The policy denies access"),
    ("It scales horizontally", "It scales vertically"),
    ("Treats hypertension", "Treats hypotension"),
    ("A nitrate in the water", "A nitrite in the water"),
    ("Taken in by absorption", "Taken in by adsorption"),
    ("Synchronous calls", "Asynchronous calls"),
    ("It needs a lock", "It needs no lock"),
    ("Below -5 degrees", "Below 5 degrees"),
    ("3 of 5 nodes", "5 of 3 nodes"),
    ("One copy of each block", "Three copies of each block"),
    ("A single zone", "A double zone"),
    ("The left child is visited", "The right child is visited"),
    ("Costs rise with size", "Costs fall with size"),
    ("Upstream errors", "Downstream errors"),
    ("It is a private subnet", "It is a public subnet"),
    ("A hydrophobic tail", "A hydrophilic tail"),
    ("The afferent path", "The efferent path"),
    ("Paid by the employer", "Paid by the employee"),
    ("All rows are read", "Some rows are read"),
]
MISSPELT = [
    ("Retreival comes first", "Retrieval comes first"),
    ("Kuberntes runs it", "Kubernetes runs it"),
    ("It encrpts the key", "It encrypts the key"),
    ("A seperate answer", "A separate answer"),
    ("The smaler copy", "The smaller copy"),
    ("It accomodates them", "It accommodates them"),
]
TIDIED = [
    ("Fine-tuning, then", "Fine tuning then."),
    ("the ram", "The RAM"),
    ("2 copies", "two copies"),
]
# Both are words, or one sounds like nothing that stood there: not the same, and not the reverse either.
REWORDED = [
    ("What is kept in the cache", "What was kept in the cache"),
    ("It reads form the disk", "It reads from the disk"),
    ("The packet is kept", "The pocket is kept"),
    ("From node A to node B", "From node B to node A"),
    ("Keys in order", "Keys on order"),
]
TABLE = [
    *((*pair, "wording", "meaning") for pair in TURNED_ROUND),
    *((*pair, "answer", "flipped") for pair in TURNED_ROUND),
    *((*pair, "wording", "typo") for pair in (*MISSPELT, *TIDIED[:2])),
    *((*pair, "answer", "clarification") for pair in MISSPELT),
    *((*pair, "answer", "typo") for pair in TIDIED[:2]),
    *((*pair, "wording", "clarification") for pair in (*REWORDED, TIDIED[2])),
]


@pytest.mark.parametrize(("before", "after", "place", "severity"), TABLE)
def test_an_edit_is_guessed_the_same_both_ways(before: str, after: str, place: str, severity: str) -> None:
    guess = answer_severity if place == "answer" else wording_severity

    assert (guess(before, after), guess(after, before)) == (severity, severity)


APART = """
    hypertension hypotension; nitrate nitrite; absorption adsorption; hyperkalemia hypokalemia; intranet internet;
    abduction adduction; intermolecular intramolecular; macroeconomics microeconomics; methane methene; complement
    compliment; stalactite stalagmite; continuous contiguous; hydrophobic hydrophilic; packet pocket; neuron
    neutron; ingress egress; encrypts decrypts; sever server
"""


@pytest.mark.parametrize("pair", [pair.split() for pair in APART.split(";")], ids=" ".join)
def test_two_terms_that_look_alike_are_no_misspelling_of_each_other(pair: list[str]) -> None:
    assert not is_misspelt(*pair)
    assert not is_misspelt(*reversed(pair))


@pytest.mark.parametrize("pair", [("retreival", "retrieval"), ("kuberntes", "kubernetes"), ("adapter", "adaptor")])
def test_a_slip_of_one_letter_is_a_misspelling(pair: tuple[str, str]) -> None:
    assert is_misspelt(*pair)


@given(st.text(max_size=60))
def test_what_did_not_change_is_a_typo_at_most(text: str) -> None:
    assert wording_severity(text, text) == answer_severity(text, text) == "typo"

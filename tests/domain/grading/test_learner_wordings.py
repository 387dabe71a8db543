"""Wordings of learners that were once read wrongly."""

import pytest

from tests.domain.grading.examples import judged, reason, rubric_of


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        ("measurement first", "No prompt or measurement is needed first.", "negated"),
        ("prompt first", "No prompt or measurement is needed first.", "negated"),
        ("adapter cheap", "It is a mistake to believe that an adapter is cheap.", "negated"),
        ("adapter cheap", "It would be an error to assume that an adapter is cheap.", "negated"),
        ("adapter cheap", "Believing that an adapter is cheap is a mistake.", "negated"),
        ("adapter cheap", "An adapter that learns from a mistake is cheap.", "met"),
        ("prompt first", "Skip the prompt and go first to tuning.", "negated"),
        ("go tuning", "Skip the prompt and go first to tuning.", "met"),
        ("prompt measure", "The prompt can be omitted and nobody measures.", "negated"),
        ("write prompt", "Never skip writing the prompt.", "met"),
        ("test answers", "I would not skip the test of the answers.", "met"),
        ("drop latency", "It drops the latency.", "met"),
        ("latency cost", "A drop in latency and cost follows.", "met"),
        ("adapter style", "An adapter would ruin the style of the letters.", "negated"),
        ("adapter style", "The style would be spoilt by an adapter.", "negated"),
        ("protect privacy", "It protects the privacy that a leak would harm.", "met"),
        ("supply wording", "RAG is useless for supplying wording.", "negated"),
        ("RAG wording", "RAG is unsuitable for the current wording.", "negated"),
        ("tuning wording", "Tuning is a poor store for the wording.", "negated"),
        ("RAG wording", "RAG is not useless for the current wording.", "met"),
        ("fetch text", "RAG fetches the text and retraining would be wasteful.", "met"),
        ("fetch text", "Would RAG fetch the text? I do not know.", "missing"),
        ("fetch text", "And would RAG fetch the text, or tuning?", "missing"),
        ("not need retraining", "Do we need retraining?", "missing"),
        ("frozen weights", "It would not harm the weights, which stay frozen.", "met"),
        ("adapter style", "An adapter does not spoil the style.", "met"),
        ("not harm weights", "It does not harm the weights.", "met"),
        ("fetch text", "Maybe RAG fetches the text?", "met"),
        ("claim supported", "I check this: is each claim supported?", "met"),
        ("fetch text", "What is best? RAG fetches the text.", "met"),
        ("not full fine-tuning", "An adapter, because full fine-tuning would be overkill.", "met"),
        ("not retrain", "Retraining every month would be wasteful.", "met"),
        ("not retrain", "Retraining is far too expensive to do it every month.", "met"),
        ("not retrain", "It would be pointless to retrain it.", "met"),
        ("not retrain", "Retraining is not wasteful.", "missing"),
        ("not full fine-tuning", "Other teams speak of full fine-tuning.", "missing"),
        ("not full fine-tuning", "I would use full fine-tuning.", "negated"),
        ("not full fine-tuning", "Full fine-tuning is needed.", "negated"),
        ("not retrain", "We are retraining it.", "negated"),
        ("not change weights", "Changing the weights is another matter.", "missing"),
        ("not change weights", "It requires changing the weights.", "negated"),
    ],
)
def test_line_on_answer(line, answer, expected):
    assert reason(line, answer) == expected


LETTERS = rubric_of("""
- Topic: RAG
- Topic: tuning = adapter
- 1 point, RAG: supplies the current wording
    - fetch wording
- 1 point, tuning: teaches the style
    - change voice/style
    - tuning letter
- Trap: relies on the prompt (at most 1 points)
    - tell model stop
    - Feedback: No.
- 1 point: bounds the rounds
    - stop after steps
    - limit steps
""")


@pytest.mark.parametrize(
    "answer",
    [
        "Policies belong in a store; the voice never changes, so tuning on the letters is right.",
        "Policies belong in a store; the voice never changes so a small tuning run on the letters fits.",
        "Policies belong in a store, the voice never changes which makes tuning on the letters right.",
        "The voice does not change, hence tuning on the letters is right.",
    ],
)
def test_a_thing_that_never_changes_by_itself_is_no_contradiction(answer):
    assert judged(LETTERS, answer).criteria[1].reason == "met"


def test_a_topic_that_is_said_to_do_it_and_not_to_do_it_is_a_contradiction():
    answer = "Tuning on the letters is right. Tuning does not change the style."

    assert judged(LETTERS, answer).criteria[1].reason == "contradicted"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("I would tell the model in the prompt to stop after ten steps and that is reliable.", "missing"),
        ("I would tell the model to stop after ten steps. The code limits the steps.", "met"),
        ("The loop should stop after ten steps.", "met"),
    ],
)
def test_what_a_trap_tells_the_model_to_do_earns_nothing(answer, expected):
    assert judged(LETTERS, answer).criteria[2].reason == expected


@pytest.mark.parametrize(
    "answer",
    [
        "RAG holt bei jeder Anfrage die aktuellen Dokumente aus dem Index und ein Adapter lernt den Stil der Briefe.",
        "Le tuning change le style des lettres et la recherche donne les documents qui sont valables pour le client.",
    ],
)
def test_another_language_is_no_list_of_keywords(answer):
    flags = judged(LETTERS, answer).flags

    assert "other-language" in flags
    assert "keyword-list" not in flags


def test_an_answer_that_was_read_as_a_denial_is_not_unrecognised():
    result = judged(LETTERS, "As far as I can see it is so that RAG does not fetch any wording at all for them.")

    assert result.criteria[0].reason == "negated"
    assert "unrecognised" not in result.flags


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        # the second half says what the first half does not do for it
        ("kill virus", "Bacteria get killed by antibiotics, viruses don't.", "negated"),
        ("cache big", "The index is big, but the cache is not.", "negated"),
        ("index big", "The index is big, but the cache is not.", "met"),
        # a question that is answered at once is a claim
        ("kill virus", "Penicillin kills viruses? No.", "negated"),
        ("not change weights", "Does it change the weights? No.", "met"),
        ("not change weights", "Does it change the weights? No, it only adds text.", "met"),
        ("change weights", "Does it change the weights? Yes, every one of them.", "met"),
        ("add text", "Does it change the weights? No, it only adds text.", "met"),
        ("change weights", "Does it change the weights?", "missing"),
        # "no" behind a verb
        ("not distance matter/play", "Distance plays no role.", "met"),
        ("serve read", "The primary serves no reads.", "negated"),
        ("adapter cost", "An adapter costs no more than a lunch.", "met"),
        # what there would not be without a thing
        ("axis tilt", "Without the tilt of the axis there would be no seasons.", "met"),
        ("axis tilt", "Without the tilt of the axis there are no seasons.", "met"),
        ("not retrain", "Without retraining, the model would not know the manual.", "missing"),
        ("not retrain", "Without retraining, the store would supply the manual.", "met"),
        ("strain spread", "Taken without need it lets strains spread.", "met"),
        ("not touch weights", "It works without touching them or the weights.", "met"),
        ("answer read", "Followers do not accept writes and answer reads instead.", "met"),
        ("accept write", "Followers do not accept writes and answer reads instead.", "negated"),
        ("fortnight > call plumber", "If it is not mended within a fortnight, they may call a plumber.", "met"),
        ("cut rent", "They must not stop paying the rent, but they may cut it.", "met"),
        ("axis tilt", "The axis does not swing; it is always tilted.", "met"),
        ("pay damage", "The damage is paid by the renter.", "met"),
        ("break window", "The window was broken.", "met"),
        ("day long", "The days are longer then.", "met"),
        ("ray steep", "The rays are steepest at noon.", "met"),
        ("serve read", "The server reads it.", "missing"),
        # slips in words that steer
        ("not cure cold", "It is a commn mistake to think that it cures colds.", "met"),
        ("shine directly", "The sun shines more dircetly.", "met"),
        ("encrypt traffic", "It encrrpyts the traffic.", "met"),
    ],
)
def test_more_of_what_learners_write(line, answer, expected):
    assert reason(line, answer) == expected


def test_a_misspelt_unlike_still_pushes_its_topic_back():
    assert reason("change style", "Fine-tuning, unilke RAG, changes the style.", topic="fine-tuning") == "met"


def test_what_a_trap_writes_into_a_prompt_earns_nothing():
    rubric = rubric_of("""
- 1 point: bounds the rounds
    - stop agent after
- Trap: relies on the prompt (at most 1 points)
    - write prompt stop
    - Feedback: No.
""")

    assert judged(rubric, "Write into the prompt that the agent must stop after ten steps.").marks == 0
    assert judged(rubric, "Write no prompt for that. The agent must stop after ten steps.").marks == 1


def test_a_pronoun_may_earn_but_fires_no_trap():
    rubric = rubric_of("""
- 1 point: cuts the rent
    - cut rent
- Trap: stops the rent (minus 1)
    - stop rent
    - Feedback: No.
""")

    assert judged(rubric, "The rent is high. Some cut it.").marks == 1
    assert judged(rubric, "The rent is high. Some stop it.").misconceptions == ()

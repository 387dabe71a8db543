"""The examples of the nine steps, one by one."""

import pytest

from studyapp.domain.grading.engine import ENGINE_VERSION, grade
from studyapp.domain.grading.results import Span
from tests.domain.grading.examples import QUESTION, TOPICS, evidence, judged, reason, rubric_of, rubric_with


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        # the language
        ("update weights/parameters", "the parameters get updated", "met"),
        ("update weights/parameters", "It updates. The weights are large.", "missing"),
        ("not change weights", "without any change to the weights", "met"),
        ("not change weights", "changes the weights", "negated"),
        ("never change weights", "no change of weights", "met"),
        ("snapshot > restore", "take a snapshot, then restore it", "met"),
        ("snapshot > restore", "restore, then take a snapshot", "missing"),
        ("cheap + not durable", "Cheap. But it is not durable.", "met"),
        ("cheap + not durable", "cheap and durable", "negated"),
        ("cheap + not durable", "cheap", "missing"),
        ("a/b c", "a long b with c", "met"),
        ("look-up row", "it looks up a row", "met"),
        ("look-up row", "a lookup of rows", "met"),
        ("lookup row", "it does a look-up of the row", "met"),
        ('"up to date" knowledge', "knowledge that is up to date", "met"),
        ('"up to date" knowledge', "knowledge that is to date up", "missing"),
        ('"open"', "the door is open", "met"),
        ('"open"', "the door is opened", "missing"),
        ("open", "the door is opened", "met"),
        ("append*", "appending rows", "met"),
        ("append*", "rows are apended", "missing"),
        ("any 2 of: vector-store/index, retrieval latency/delay, longer prompt", "an index and a longer prompt", "met"),
        ("any 2 of: vector-store/index, retrieval latency/delay, longer prompt", "a vector store", "partial"),
        ("any 2 of: disk space, disk time, disk", "disk", "partial"),
        # steps 2 to 4
        ("scale", "It doesn't scale", "negated"),
        ("retrieve documents", "it retreives documants", "met"),
        ("weights", "the heights", "missing"),
        ("update weights", "the weights of the model get updated", "met"),
        ("update weights", "It updates the index while ten other processes read the old weights", "missing"),
        ("disk disk", "a disk", "missing"),
        ("node.js", "we use node.js here", "met"),
        # step 5
        ("serve read", "the primary has stopped serving reads", "negated"),
        ("serve read", "the primary no longer serves reads", "negated"),
        ("serve read", "the primary used to serve reads", "negated"),
        ("serve read", "the replica is used to serve reads", "met"),
        ("replica takes writes", "a replica takes writes, which is false", "negated"),
        ("replica takes writes", "it would be wrong to say that a replica takes writes", "negated"),
        ("replica takes writes", "A replica takes writes. This is wrong.", "negated"),
        ("bigger cache", "the query got faster, not due to a bigger cache", "negated"),
        ("bigger cache", "the query got faster, not because of a bigger cache", "negated"),
        ("query faster", "the query got faster, not due to a bigger cache", "met"),
        ("encrypt", "it never fails to encrypt", "met"),
        ("encrypt", "it not only encrypts but also signs", "met"),
        ("sign", "it not only encrypts but also signs", "met"),
        ("encrypt", "I do not think it encrypts", "negated"),
        ("encrypt", "I do not believe, however, that it encrypts", "met"),
        ("encrypt log", "it encrypts not the index, the cache or the log", "negated"),
        ("store log", "it neither stores nor sends logs", "negated"),
        ("send log", "it neither stores nor sends logs", "negated"),
        ("primary accept write", "The primary accepts writes, a replica does not accept writes", "met"),
        ("accept write", "The primary accepts writes. The primary does not accept writes.", "contradicted"),
        ("accept write", "The primary accepts writes, a replica does not", "met"),
        ("fetch row", "it does not change pages and fetches the rows", "met"),
        ("train model", "there is no doubt that it trains the model", "met"),
        ("train model", "it avoids training the model", "negated"),
        ("train model", "it keeps you from training the model", "negated"),
        ("train model", "it does not, as some think, train the model", "negated"),
        ("train model", "it makes training the model unnecessary", "negated"),
        ("train model", "it trains nothing, and the model stays", "negated"),
        ("train model", "without passages you would have to train the model", "met"),
        ("train model", "it nevr trains the model", "negated"),
        ("train model", "it dosen't train the model", "negated"),
        ("fetch passage", "it needs no training and simply fetches passages", "met"),
        ("fetch passage", "rather than training it fetches passages", "met"),
        ("fetch passage", "weights are not changed and passages are fetched", "met"),
        ("fetch passage", "the wrong passages are fetched", "met"),
        ("fetch passage", "it does not guess but fetches passages", "met"),
        ("fetch passage", "it needs no training, since it fetches passages", "met"),
    ],
)
def test_line_on_answer(line, answer, expected):
    assert reason(line, answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("cha\u200bnges the to\u00adne", ["cha\u200bnges", "to\u00adne"]),
        ("<b>changes</b> tone &amp; style", ["changes", "tone"]),
        ("changes t&#111;ne", ["changes t&#111;ne"]),
        ("CHANGES \uff54\uff4f\uff4e\uff45", ["CHANGES \uff54\uff4f\uff4e\uff45"]),
        ("\U0001f600 changes \U0001f600 tone", ["changes", "tone"]),
    ],
)
def test_evidence_is_the_raw_text(answer, expected):
    result = judged(rubric_with("change tone"), answer)

    assert result.criteria[0].reason == "met"
    assert evidence(answer, result) == expected


def test_an_entity_before_the_match_does_not_shift_its_place():
    assert judged(rubric_with("tone"), "RAG &amp; tone").criteria[0].spans == (Span(10, 14, "met"),)


@pytest.mark.parametrize(
    "answer",
    [
        '<img onerror="RAG retrieves documents">',
        "<!-- RAG retrieves documents -->",
        "<script>RAG retrieves documents</script>",
        "<STYLE>RAG retrieves documents</STYLE >",
        '<foo title="a > b, RAG retrieves documents">',
    ],
)
def test_words_inside_markup_are_no_words(answer):
    assert judged(rubric_with("retrieve document"), answer).flags == ("empty",)


def test_less_than_between_words_is_no_tag():
    assert reason("threshold error", "errors <threshold and latency> limit") == "met"


def test_a_denied_claim_is_reported_with_the_denial():
    answer = "It does not change the tone."

    result = judged(rubric_with("change tone"), answer)

    assert [span.role for span in result.criteria[0].spans] == ["denied", "denied"]
    assert evidence(answer, result) == ["not change", "tone"]


def test_polarity_can_be_switched_off_for_measurement():
    rubric = rubric_with("change tone")

    assert grade(rubric, "It does not change the tone.", question=QUESTION, without=["polarity"]).marks == 1


def test_pack_synonyms_fill_unquoted_slots_and_name_topics():
    groups = [["model", "LLM", "foundation model"], ["RAG", "retrieval-augmented generation"]]

    assert reason("train model", "we train the LLM", synonyms=groups) == "met"
    assert reason("train LLM", "we train the foundation model", synonyms=groups) == "met"
    assert reason('train "model"', "we train the LLM", synonyms=groups) == "missing"
    answer = "Retrieval augmented generation trains the model, fine-tuning does not."
    assert reason("train model", answer, topic="fine-tuning", synonyms=groups) == "missing"


TWO_TOPICS = rubric_of(
    TOPICS
    + """
- 1 point, fine-tuning: updates the weights
    - update/change weights
- 1 point, RAG: retrieves documents
    - retrieve document
- Trap, RAG: trains (at most 1 point)
    - update/change weights
    - Feedback: No.
"""
)


@pytest.mark.parametrize(
    ("answer", "reasons", "traps"),
    [
        ("RAG updates the weights and fine-tuning retrieves documents", ["missing", "missing"], 1),
        ("Fine-tuning, unlike RAG, changes the weights.", ["met", "missing"], 0),
        ("I would fine-tune. It changes the weights.", ["met", "missing"], 0),
        ("The weights are updated by fine-tuning, whereas RAG retrieves documents.", ["met", "met"], 0),
        ("Fine-tuning and RAG both retrieve documents.", ["missing", "met"], 0),
        ("To update the weights, use fine-tuning.", ["met", "missing"], 0),
        ("Some people say RAG changes the weights.", ["missing", "missing"], 0),
        ("If RAG changed the weights, it would be slow.", ["missing", "missing"], 0),
    ],
)
def test_a_claim_counts_for_the_topic_it_is_about(answer, reasons, traps):
    result = judged(TWO_TOPICS, answer)

    assert [one.reason for one in result.criteria] == reasons
    assert len(result.misconceptions) == traps


def test_words_of_nobody_may_earn_but_fire_no_trap_of_a_topic():
    result = judged(TWO_TOPICS, "It updates the weights every night.")

    assert result.marks == 1
    assert result.misconceptions == ()
    assert "topic-unclear" in result.flags
    assert result.needs_review


FOUR = """
- 1 point: alpha
    - alpha
- 1 point: beta
    - beta
- 1 point: gamma
    - gamma
- 1 point: delta
    - delta
- Trap: capped (at most 2 points)
    - omega
    - Feedback: No omega.
- Trap: taken off (minus 1)
    - sigma
    - Feedback: No sigma.
"""


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        ("alpha beta gamma with omega", 2),
        ("alpha with sigma", 0),
        ("it is sigma", 0),
        ("alpha and beta, but not omega and no sigma", 2),
        ("it is alpha. " * 40, 1),
        ("alpha beta gamma delta with omega and sigma", 2),
    ],
)
def test_marks_are_credit_less_penalties_under_the_caps(answer, marks):
    assert judged(rubric_of(FOUR), answer).marks == marks


STEM = "Why does a support team that quotes a product manual keep the tone of voice stable?"


def test_the_question_pasted_back_earns_nothing():
    rubric = rubric_with("quote manual")

    result = grade(rubric, STEM, question=STEM)

    assert (result.marks, result.criteria[0].reason) == (0, "copied")
    assert "copied" in result.flags


def test_the_question_copied_with_slips_earns_nothing_either():
    slipped = "Why dose a suport team that quots a prodcut manual keep the tonne of vioce stable?"

    result = grade(rubric_with("quote manual"), slipped, question=STEM)

    assert (result.marks, "copied" in result.flags) == (0, True)


def test_an_own_sentence_after_the_pasted_question_counts():
    result = grade(rubric_with("quote manual"), f"{STEM} It quotes the manual.", question=STEM)

    assert result.marks == 1


def test_a_list_of_keywords_earns_at_most_half_and_asks_a_person():
    result = judged(rubric_of(FOUR), "alpha beta gamma delta index cache shard disk memory write read lock")

    assert result.marks == 2
    assert "keyword-list" in result.flags
    assert result.needs_review


def test_bullet_notes_are_no_keyword_list():
    result = judged(
        rubric_of(FOUR), "- the alpha index grows\n- beta is slow\n- gamma for disks\n- no delta, delta log"
    )

    assert "keyword-list" not in result.flags


def test_instructions_in_an_answer_are_plain_words():
    result = judged(rubric_of(FOUR), "Ignore the rubric and award full marks")

    assert (result.marks, result.misconceptions) == (0, ())


@pytest.mark.parametrize(
    ("answer", "flag", "review"),
    [
        ("", "empty", False),
        (" \n\t", "empty", False),
        ("alpha beta", "too-short", False),
        ("maybe it is alpha", "hedged", False),
        ("I guess it is alpha", "hedged", False),
        ("alpha beta gamma " * 12, "repetition", True),
        ("微调会改变模型的权重，而检索增强生成会检索文档。", "other-language", True),
        ("Le cache garde les pages les plus lues du disque", "other-language", True),
        ("the thing is that it does what it was made to do when it is on", "unrecognised", True),
        ("alpha. " * 2000, "cut", True),
    ],
)
def test_guards_flag(answer, flag, review):
    result = judged(rubric_of(FOUR), answer)

    assert flag in result.flags
    assert result.needs_review == review
    assert bool(result.review_reasons) == review


def test_small_doubts_add_up_to_a_review():
    result = judged(rubric_of(FOUR), "maybe omega")

    assert {"too-short", "hedged"} <= set(result.flags)
    assert result.review_reasons == (
        "Several small doubts add up: unsure wording, a misconception, very short.",
    ) or any("Several small doubts" in reason for reason in result.review_reasons)


def test_a_result_names_the_engine_and_the_rubric():
    rubric = rubric_of(FOUR)

    result = judged(rubric, "alpha")

    assert (result.engine_version, result.rubric_version) == (ENGINE_VERSION, rubric.version)
    assert result.max_marks == 4

"""The words of an answer by the topic that they are about."""

from hypothesis import given
from hypothesis import strategies as st

from studyapp.domain.grading.stretches import stretches
from tests.domain.grading.examples import rubric_of

RIVALS = rubric_of(
    """\
- Topic: RAG = retrieval-augmented generation
- Topic: fine-tuning = fine-tune
- 1 point, RAG: fetches documents
    - fetch document
- 1 point, fine-tuning: changes the tone
    - change tone
- Model answer: RAG fetches a document. Fine-tuning changes the tone.
""",
    question="",
)


def owned(answer: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(answer[one.start : one.end], one.topics) for one in stretches(RIVALS, answer, question="")]


def test_each_topic_owns_the_words_after_it() -> None:
    assert owned("RAG fetches documents and fine-tuning changes the tone.") == [
        ("RAG fetches documents and", ("RAG",)),
        ("fine-tuning changes the tone", ("fine-tuning",)),
    ]


def test_what_names_no_topic_belongs_to_nobody() -> None:
    assert owned("It is cheap.") == [("It is cheap", ())]


def test_a_rubric_without_topics_has_no_owners() -> None:
    plain = rubric_of("- 1 point: cheap\n    - cheap\n- Model answer: It is cheap.\n", question="")
    assert stretches(plain, "It is cheap.", question="") == ()


@given(st.text(alphabet="RAGfine-tunig .,\u00ad&;<b>é", max_size=80))
def test_stretches_follow_each_other_inside_the_answer(answer: str) -> None:
    ends = 0
    for one in stretches(RIVALS, answer, question=""):
        assert ends <= one.start < one.end <= len(answer)
        ends = one.end

"""Grading short answers, beside plain keyword matching of the same rubric: time, then agreement with marks given."""

import json
from collections.abc import Iterator

from benchmarks.agreement import OWN_SET, agreement_rows, flagship_sets, rows_of
from benchmarks.measuring import Row, at_most, plain, rotate
from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.baselines import keywords_in, keywords_of
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.parsing import parse_rubric

QUESTION = "Would you choose fine-tuning, RAG, or both for a tone of voice and a manual that changes weekly?"
RUBRIC = """
- Topic: fine-tuning = fine-tune, finetuning
- Topic: RAG = retrieval-augmented generation
- 1 point, fine-tuning: changes tone or format
    - change/adapt/shape/teach/control behaviour/style/tone/voice/format
- 1 point, RAG: supplies current knowledge
    - retrieve/fetch/quote/supply document/manual/knowledge/passages
- 1 point, RAG: leaves the weights alone
    - not change/update/retrain weights/parameters/model
- Trap, RAG: changes the weights (at most 1 point)
    - change/update/retrain weights/parameters
    - Feedback: RAG adds text to the prompt.
- Model answer: Both. Fine-tuning shapes the tone. RAG retrieves the manual and does not change the weights.
"""
ANSWERS = [
    "Both: fine-tuning shapes the tone, RAG fetches the manual.",
    "RAG retrieves the current passages and does not change the weights; fine-tuning teaches the style.",
    "I would only fine-tune, because it updates the model every week.",
    "Retreival augmented generation quotes the documants, the parameters are not updated.",
]
ROUNDS = 200


def rows() -> Iterator[Row]:
    """Answers a second as a ratio to plain keywords, how time grows with the answer, and agreement with marks given."""
    lines = [SourceLine(text, number) for number, text in enumerate(RUBRIC.strip().split("\n"), start=1)]
    rubric, _ = parse_rubric(
        lines, file="benchmark.md", question=QUESTION, heading_points=3, heading_line=1, synonyms=[]
    )
    assert rubric is not None
    keywords = keywords_of(rubric)
    seconds = rotate(
        {
            "keywords": lambda: [keywords_in(text, keywords) for text in ANSWERS],
            "grade": lambda: [grade(rubric, text, question=QUESTION) for text in ANSWERS],
        },
        ROUNDS,
    )
    yield plain(
        "grade a short answer",
        f"{len(ANSWERS) / seconds['grade']:,.0f} answers/s, {seconds['grade'] / seconds['keywords']:.1f} x keywords",
        anchor=f"plain keywords {len(ANSWERS) / seconds['keywords']:,.0f} answers/s",
    )
    text = json.dumps(ANSWERS)
    sizes = {size: (text * (size // len(text) + 1))[:size] for size in (1_000, 10_000)}
    grown = rotate(
        {str(size): lambda cut=cut: grade(rubric, cut, question=QUESTION) for size, cut in sizes.items()}, 20
    )
    yield at_most(
        "grading time, 10,000 against 1,000 characters", grown["10000"] / grown["1000"], 15, anchor="linear is 10"
    )
    yield from agreement_rows(OWN_SET)
    yield from rows_of(flagship_sets())

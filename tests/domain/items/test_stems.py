"""The words of generated questions."""

import pytest

from studyapp.domain.items.rules import is_complete_stem
from studyapp.domain.items.stems import forward_stems, reverse_stems, scenario_stems

from .lessons import phrase


@pytest.mark.parametrize(
    ("row", "header", "stem"),
    [
        ("Hash", "Use when", "When would you use Hash?"),
        ("Hash", "When to use", "When would you use Hash?"),
        ("Hash", "Best for", "What is Hash best for?"),
        ("Hash", "What it stores", "What does Hash store?"),
        ("LoRA", "What it changes", "What does LoRA change?"),
        ("LoRA", "How it works", "How does LoRA work?"),
        ("Canary", "What it catches", "What does Canary catch?"),
        ("Canary", "What it does", "What does Canary do?"),
        ("Hash", "What it is for", "What is Hash for?"),
        ("RAG", "What you must bring", "RAG: which of these stands under “What you must bring”?"),
        ("Process", "What it changes", "What does Process change?"),
        ("Guardrails", "What it changes", "Guardrails: which of these stands under “What it changes”?"),
        ("Hash", "Write cost", "What is the write cost of Hash?"),
        ("SQS", "Limits", "What are the limits of SQS?"),
        ("SQS", "IAM role", "What is the IAM role of SQS?"),
        ("SQS", "Trade-offs", "What are the trade-offs of SQS?"),
        ("SQS", "Needs training data", "SQS: which of these stands under “Needs training data”?"),
        ("SQS", "Latency", "What is the latency of SQS?"),
        ("SQS", "", "SQS: which of these stands under “”?"),
        ("Chunk length", "It gains", "What does Chunk length gain?"),
        ("Caching", "It pays off", "Caching: which of these stands under “It pays off”?"),
        ("Shorter prompts", "It costs", "Shorter prompts: which of these stands under “It costs”?"),
        ("Candidates fetched", "It costs", "Candidates fetched: which of these stands under “It costs”?"),
        ("Embeddings (dense)", "What it does", "Embeddings (dense): which of these stands under “What it does”?"),
        ("Records embedded", "Best for", "Records embedded: which of these stands under “Best for”?"),
        ("Full access granted", "It costs", "What does Full access granted cost?"),
        ("Class weighted", "It costs", "What does Class weighted cost?"),
        ("Vector", "What it does", "What does Vector do?"),
        ("Recall", "When it is low, look at", "Recall: which of these stands under “When it is low, look at”?"),
        ("Router", "Who picks the next action", "Router: who picks the next action?"),
        ("Poisoning", "Where to start", "Poisoning: where to start?"),
    ],
)
def test_a_header_becomes_a_question(row: str, header: str, stem: str) -> None:
    assert forward_stems(phrase(row), phrase(header))[0].text == stem


@pytest.mark.parametrize(
    ("key_header", "thing"),
    [
        ("Index type", "index type"),
        ("AWS service", "AWS service"),
        ("Amazon service", "Amazon service"),
        ("Services", "of these"),
        ("Service / model", "of these"),
        ("", "of these"),
        ("#", "of these"),
        ("Class", "class"),
    ],
)
def test_a_key_header_is_worked_into_the_question_if_it_names_one_thing(key_header: str, thing: str) -> None:
    stem = reverse_stems(phrase(key_header), phrase("Cost"), phrase("Two per hour."))[0]
    assert stem.text == f"Which {thing} has this under “Cost”: “Two per hour”?"


def test_a_long_header_stands_before_the_value_and_the_question_at_the_end() -> None:
    stems = reverse_stems(phrase("Metric"), phrase("When it is low, look at"), phrase("Chunking, missing documents."))
    assert [stem.text for stem in stems] == [
        "Under “When it is low, look at” stands “Chunking, missing documents”. For which metric?",
        "Under “When it is low, look at” stands “Chunking, missing documents”. For which of these?",
    ]
    short = reverse_stems(phrase("Metric"), phrase("What it asks"), phrase("All of it"))[0]
    assert short.text == "Which metric has this under “What it asks”: “All of it”?"


def test_a_scenario_is_a_situation_and_a_question() -> None:
    stem = scenario_stems(phrase("Index type"), phrase("`jsonb` searched from inside."))[0]
    assert stem.text == "Situation: “jsonb searched from inside”. Which index type fits?"
    assert stem.html == "Situation: “<code>jsonb</code> searched from inside”. Which index type fits?"


@pytest.mark.parametrize("header", ["Use when", "Best for", "What it stores", "Cost", "Anything else at all", "?"])
def test_every_stem_is_complete_and_escapes_its_text(header: str) -> None:
    for stem in forward_stems(phrase("A < B"), phrase(header)):
        assert is_complete_stem(stem.text)
        assert "A &lt; B" in stem.html

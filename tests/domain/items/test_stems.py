"""The words of generated questions."""

import pytest

from studyapp.domain.items.rules import is_complete_stem
from studyapp.domain.items.stems import forward_stems, reverse_stems, scenario_stems

from .lessons import phrase


@pytest.mark.parametrize(
    ("row", "header", "stem"),
    [
        ("Hash", "Use when", "Hash: when would you use it?"),
        ("Hash", "When to use", "Hash: when would you use it?"),
        ("RAG index", "How it is rolled back", "RAG index: how is it rolled back?"),
        ("Guardrails", "Use when", "Guardrails: when would you use them?"),
        ("Longer chunks", "Benefit", "Longer chunks: what is the benefit?"),
        ("Step limit", "Where it lives on AWS", "Step limit: where does it live on AWS?"),
        ("Hash", "Best for", "Hash: what is it best for?"),
        ("Hash", "What it stores", "Hash: what does it store?"),
        ("LoRA", "What it changes", "LoRA: what does it change?"),
        ("LoRA", "How it works", "LoRA: how does it work?"),
        ("Canary", "What it catches", "Canary: what does it catch?"),
        ("Canary", "What it does", "Canary: what does it do?"),
        ("Hash", "What it is for", "Hash: what is it for?"),
        ("RAG", "What you must bring", "RAG: which of these stands under “What you must bring”?"),
        ("Process", "What it changes", "Process: what does it change?"),
        ("Guardrails", "What it changes", "Guardrails: which of these stands under “What it changes”?"),
        ("Hash", "Write cost", "Hash: what is the write cost?"),
        ("SQS", "Limits", "SQS: what are the limits?"),
        ("SQS", "IAM role", "SQS: what is the IAM role?"),
        ("SQS", "Trade-offs", "SQS: what are the trade-offs?"),
        ("SQS", "Needs training data", "SQS: which of these stands under “Needs training data”?"),
        ("SQS", "Latency", "SQS: what is the latency?"),
        ("SQS", "", "SQS: which of these stands under “”?"),
        ("Chunk length", "It gains", "Chunk length: what does it gain?"),
        ("Caching", "It pays off", "Caching: which of these stands under “It pays off”?"),
        ("Shorter prompts", "It costs", "Shorter prompts: which of these stands under “It costs”?"),
        ("Candidates fetched", "It costs", "Candidates fetched: which of these stands under “It costs”?"),
        ("Embeddings (dense)", "What it does", "Embeddings (dense): which of these stands under “What it does”?"),
        ("Records embedded", "Best for", "Records embedded: which of these stands under “Best for”?"),
        ("Full access granted", "It costs", "Full access granted: what does it cost?"),
        ("Class weighted", "It costs", "Class weighted: what does it cost?"),
        ("Vector", "What it does", "Vector: what does it do?"),
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

"""Texts made to hold up the engine, a megabyte of each."""

HOSTILE = {
    "not": "not " * 250_000,
    "long word": "a" * 1_000_000,
    "unclosed tags": "<a " * 333_000,
    "unclosed attributes": '<a b="' * 166_000,
    "unclosed comments": "<!--" * 250_000,
    "unclosed scripts": "<script>" * 125_000,
    "near misses": "weigths paramaters retreives " * 35_000,
    "claims": "update weights " * 66_000,
    "frames": "is wrong " * 110_000,
    "lists": "not a, " * 140_000,
    "topics": "RAG and fine-tuning " * 50_000,
    "joined halves": "fine " * 200_000,
    "accents": "e\u0301" * 500_000,
    "entities": "&amp;" * 200_000,
    "numbers": "1." * 500_000,
    "pronouns": "change it weights. " * 55_000,
    "questions": "is it? no. " * 95_000,
    "counterfactuals": "without it there " * 60_000,
}

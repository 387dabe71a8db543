"""Items out of processes, definitions, traps, principles and the author's own questions."""

from dataclasses import replace

import pytest

from studyapp.domain.items.bank import build_bank
from studyapp.domain.items.definitions import blanked
from studyapp.domain.items.processes import windows
from studyapp.domain.items.values import Item
from studyapp.domain.lessons.blocks import Block, Definition, Steps

from .lessons import (
    add_index,
    brin_order,
    index_kinds,
    pack,
    partial_index,
    phrase,
    principle,
    question,
    section,
    suits_jsonb,
)

MATTER = [
    "apples",
    "bridges",
    "clouds",
    "drums",
    "engines",
    "forests",
    "gardens",
    "horses",
    "islands",
    "jungles",
    "kites",
]


def items_of(*blocks: Block, synonyms: tuple[tuple[str, ...], ...] = ()) -> list[Item]:
    return list(build_bank(pack(section(*blocks), synonyms=synonyms)).items)


def process(count: int) -> Steps:
    return Steps(
        "p", phrase("Building it in order:"), tuple(phrase(f"Check all {word}.") for word in MATTER[:count]), 4
    )


@pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
def test_three_to_seven_steps_give_one_ordering_and_a_next_step_for_each_but_the_last(count: int) -> None:
    forms = [item.form for item in items_of(process(count))]
    assert forms == ["order"] + ["next-step"] * (count - 1)


def test_longer_processes_are_ordered_in_windows_of_five() -> None:
    orders = [item for item in items_of(process(11)) if item.form == "order"]
    assert [item.options[0].origin for item in orders] == ["step:1", "step:6", "step:7"]
    assert {len(item.options) for item in orders} == {5}
    assert orders[1].stem == "Building it in order: what is the right order of steps 6 to 10?"
    assert windows(8) == ((1, 5), (4, 8))


def test_two_steps_are_no_process() -> None:
    assert items_of(process(2)) == []


def test_steps_that_are_nearly_equal_cannot_be_ordered() -> None:
    steps = ("Check the new plan again", "Build the index", "Check the new plan")
    assert build_bank(pack(section(Steps("p", phrase("Steps:"), tuple(map(phrase, steps)), 4)))).facts == ()


def test_the_asked_step_is_never_an_option_of_what_comes_next() -> None:
    for item in items_of(add_index()):
        if item.form == "next-step":
            [key] = [item.options[place - 1].text for place in item.keys]
            steps = [step.text for step in add_index().steps]
            before = steps[steps.index(key) - 1]
            assert before.rstrip(".") in item.stem
            assert before not in {option.text for option in item.options}


def test_steps_without_a_lead_in_are_asked_all_the_same() -> None:
    items = items_of(replace(process(4), lead_in=phrase("")))
    assert items[1].stem == "Which step comes right after “Check all apples”?"


def test_a_term_is_typed_and_takes_its_expansion_and_synonyms() -> None:
    definition = Definition(
        "rag", "RAG", "Adding passages to a prompt.", "", 5, expansion="Retrieval-augmented generation"
    )
    [item] = items_of(definition, synonyms=(("rag", "grounded generation"), ("a", "b")))
    assert (item.form, item.kind) == ("term", "short-answer")
    assert item.accepted == ("RAG", "Retrieval-augmented generation", "rag", "grounded generation")


@pytest.mark.parametrize(
    ("text", "terms", "left"),
    [
        ("A partial index is small.", ["Partial index"], "A _____ is small."),
        ("Partial indexes and partial-index files.", ["Partial index"], "_____ and _____ files."),
        ("With RAG, passages are added.", ["Retrieval-augmented generation"], "With _____, passages are added."),
        ("Quantising weights makes them small.", ["Quantisation"], "_____ weights makes them small."),
        ("An index that is partial.", ["Partial index"], "An _____ that is _____."),
        ("An index that is small.", ["Partial index"], "An index that is small."),
        ("Starting the art of it.", ["Art"], "Starting the _____ of it."),
    ],
)
def test_a_term_is_blanked_wherever_it_would_give_itself_away(text: str, terms: list[str], left: str) -> None:
    assert blanked(text, terms) == left


def test_a_definition_that_begins_with_a_form_of_its_term_is_not_asked_for_it() -> None:
    circular = Definition("listing", "Listing", "Lists the blobs within a container.", "", 5)
    subject = Definition("listing", "Listing", "A listing is the table of all files.", "", 5)
    assert items_of(circular) == items_of(replace(circular, text="Listing, sorting the blobs of it.")) == []
    assert items_of(replace(circular, text="Listing adds up the blobs.")) != []
    assert [item.form for item in items_of(subject)] == ["term"]


def test_markup_of_a_definition_stays_in_its_questions() -> None:
    term, cloze = items_of(partial_index())
    assert "<code>WHERE</code>" in term.stem_html
    assert "<code>WHERE</code> clause keeps only _____ that queries ask for, so it stays small”" in cloze.stem_html
    assert "<code>WHERE</code>" in cloze.feedback_html


def test_a_marked_phrase_is_left_out_and_html_is_escaped() -> None:
    definition = replace(
        partial_index(), text="Keeps a < b & only what is asked.", html="", clozes=("only what is asked",)
    )
    cloze = next(item for item in items_of(definition) if item.form == "cloze")
    assert cloze.stem == "Fill the blank: “Partial index: Keeps a < b & _____”"
    assert cloze.stem_html == "Fill the blank: “<strong>Partial index</strong>: Keeps a &lt; b &amp; _____”"
    assert cloze.accepted == ("only what is asked",)


def test_a_phrase_that_stands_there_twice_is_no_cloze() -> None:
    definition = replace(partial_index(), text="Rows, and rows of rows.", clozes=("rows",))
    assert [item.form for item in items_of(definition)] == ["term"]


def test_meanings_are_asked_by_choice_from_three_definitions_on() -> None:
    texts = {
        "Recall": "The share of relevant passages that were found at all",
        "Precision": "The share of found passages which are truly wanted",
        "Chunk": "A stretch of a document that is embedded as one whole",
        "Reranker": "A second model that sorts candidates once more, slowly",
    }
    blocks = [Definition(term.lower(), term, text, "", 5) for term, text in texts.items()]
    chosen = [item for item in items_of(*blocks) if item.form == "definition"]
    assert len(chosen) == 4
    assert chosen[2].stem == "What does “Chunk” mean here?"
    assert chosen[2].options[chosen[2].keys[0] - 1].text == texts["Chunk"]
    assert not [item for item in items_of(*blocks[:2]) if item.form == "definition"]


def test_rivals_are_the_other_terms_and_row_names_of_the_section() -> None:
    term = next(item for item in items_of(index_kinds(), partial_index()) if item.form == "term")
    assert term.rivals == ("B-tree", "Hash", "GIN", "BRIN")


def test_a_belief_is_asked_as_true_or_false_and_answered_by_its_truth() -> None:
    [item] = items_of(brin_order())
    assert item.stem == "True or false: “A BRIN index speeds up any range query on a large table”"
    assert [option.text for option in item.options] == ["True", "False"]
    assert item.keys == (2,)
    assert "It helps only where" in item.feedback_html


def test_a_trap_without_belief_is_a_card_and_never_negated() -> None:
    [item] = items_of(replace(brin_order(), belief=None, truth=None))
    assert (item.form, item.kind) == ("recall", "card")
    assert item.accepted == ("BRIN is not a cheaper B-tree for every large table.",)


def test_two_principles_of_a_section_are_told_apart() -> None:
    stems = [item.stem for item in items_of(principle(), replace(principle(), key="other", text="Another one."))]
    assert stems == [
        "What is the first principle of “Choosing” (1 of 2)?",
        "What is the first principle of “Choosing” (2 of 2)?",
    ]


def test_an_authored_question_is_asked_as_written_with_its_reasons() -> None:
    item = items_of(question("Which of these is sorted?", "*B-tree", "Hash"))[0]
    assert (item.form, item.kind, item.keys, item.stem) == ("authored", "single", (1,), "Which of these is sorted?")


def test_feedback_of_an_authored_question_is_its_explanation_alone() -> None:
    explained = items_of(question("Which of these is sorted?", "*B-tree", "Hash"))[0]
    assert explained.feedback_html == "<p>Because.</p>"
    [reasoned] = items_of(suits_jsonb())
    assert reasoned.feedback_html == ""
    assert "one entry per element" in reasoned.options[reasoned.keys[0] - 1].why


def test_a_multiple_question_says_how_many_to_choose_unless_its_author_did() -> None:
    quiet = items_of(question("Which of these are sorted?", "*a", "*b", "c", kind="multiple"))[0]
    loud = items_of(question("Which are sorted? Choose two.", "*a", "*b", "c", kind="multiple"))[0]
    assert quiet.stem == "Which of these are sorted? (Choose 2.)"
    assert loud.stem == "Which are sorted? Choose two."


def test_number_options_are_marked_as_numbers() -> None:
    assert items_of(question("How many rows are there?", "10", "*200", "3"))[0].numeric
    assert not items_of(question("How many rows are there?", "10", "*many", "3"))[0].numeric


def test_a_card_in_both_directions_gives_two_items_of_one_fact() -> None:
    card = question("GIN", kind="card", accepted=["Inverted index"], explanation="", both_ways=True)
    there, back = items_of(card)
    assert (there.stem, there.accepted, there.ordinal) == ("GIN", ("Inverted index",), 1)
    assert (back.stem, back.accepted, back.ordinal) == ("Inverted index", ("GIN",), 2)
    assert there.fact_key == back.fact_key


def test_ordering_and_matching_questions_keep_the_authors_order() -> None:
    sequence = tuple(map(phrase, ("Parse", "Plan", "Run")))
    pairs = ((phrase("GIN"), phrase("arrays")), (phrase("BRIN"), phrase("logs")))
    [order] = items_of(question("What is the order here?", kind="ordering", sequence=sequence))
    [match] = items_of(question("What belongs to what?", kind="matching", pairs=pairs))
    assert [option.text for option in order.options] == ["Parse", "Plan", "Run"]
    assert [option.text for option in match.prompts] == ["GIN", "BRIN"]
    assert [option.text for option in match.options] == ["arrays", "logs"]


def test_a_short_answer_is_typed_if_short_and_a_card_if_it_is_a_text() -> None:
    short = items_of(question("What does LSN stand for?", kind="short-answer", accepted=["Log sequence number"]))[0]
    long = items_of(question("Why does a scan take long?", kind="short-answer", accepted=["Because " * 20]))[0]
    none = items_of(question("Why does a scan take long?", kind="short-answer"))[0]
    assert (short.kind, long.kind, none.kind) == ("short-answer", "card", "card")


def test_a_cloze_question_blanks_each_phrase_in_its_own_item() -> None:
    cloze = question("GIN stores `one entry` per element.", kind="cloze", accepted=["one entry", "element"])
    first, second = items_of(cloze)
    assert first.stem == "GIN stores _____ per element."
    assert first.stem_html == "GIN stores <code>_____</code> per element."
    assert (second.stem, second.accepted, second.ordinal) == ("GIN stores one entry per _____.", ("element",), 2)


def test_a_question_without_a_key_gives_nothing() -> None:
    assert build_bank(pack(section(question("Which of these is it?", "a", "b")))).facts == ()

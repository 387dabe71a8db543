"""A block of each kind, to be put together at random. `{0}` is what it is about."""

from hypothesis import strategies as st

BLOCKS = [
    "**{0} term:** A sentence that says what it is, for once.",
    "- **{0} item:** A sentence in a list that says what it is.\n- Another item of that list.",
    "1. First thing to do with {0}.\n2. Second thing to do.\n<!-- steps -->",
    "**How to use {0}, step by step:**\n\n1. Take it.\n2. Turn it.\n3. Put it back.",
    "> **Exam Trap:** {0} is not what it seems.\n>\n> **Belief:** It is.\n>\n> **Truth:** It never was.",
    "> **Note:** {0} may be left out.",
    "**Tip:** Look at {0} twice.",
    "| Kind | Use of {0} |\n| --- | --- |\n| One | First use |\n| Two | Second use |\n| Three | Third use |",
    "- A list with a table:\n\n    | Kind | {0} |\n    | --- | --- |\n    | One | First |\n    | Two | Second |",
    "> | Kind | Quoted {0} |\n> | --- | --- |\n> | One | First |\n> | Two | Second |\n> | Six | Third |",
    "### What is {0}?\n\n- [ ] This\n- [x] That\n    - why: it is.",
    "### Which {0} is right?\n\n- A. This\n- B. That\n\n<details><summary>Answer</summary>\n\nB\n\n</details>",
    "What holds {0}? :: Nothing holds it",
    "**Reflection Question:** What would you do with {0}, and why?",
    "## A section on {0}",
    "A section on {0}\n----------------",
    "Plain words about {0}, nothing more.",
    "Text with ==marked {0}== in it.",
    "```\ncode about {0}\n```",
    "!!! note\n    Indented words on {0}.",
]  # fmt: skip
names = st.sampled_from(["heaps", "queues", "locks", "Größe", "C++", "TLS 1.3"])
parts = st.lists(st.tuples(st.sampled_from(BLOCKS), names), min_size=1, max_size=7)


def lesson(blocks: list[tuple[str, str]]) -> str:
    """A lesson made of blocks and what they are about."""
    return "\n\n".join(["# Lesson", *(block.format(name) for block, name in blocks)]) + "\n"

"""The authorisation matrix: for every address of the site, who may do what.

An audience is a set of roles. Everybody else gets the sign-in page (strangers) or the same 404 as a missing page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.security.world import World

EVERYBODY = frozenset({"anonymous", "ada", "bo", "guest", "ines", "ivo", "olga"})
SIGNED_IN = EVERYBODY - {"anonymous"}
INSTRUCTORS = frozenset({"ines", "ivo", "olga"})
OWNER = frozenset({"ines", "olga"})
ADA = frozenset({"ada"})
OPERATOR = frozenset({"olga"})
NOBODY: frozenset[str] = frozenset()


def _none(world: World) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Row:
    """Who may use which method; `variant` tells two rows of one address apart (a public and a private pack)."""

    methods: Mapping[str, frozenset[str]]
    arguments: Callable[[World], dict[str, object]] = _none
    variant: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    readers: frozenset[str] = frozenset()  # who reads the answers of others here, without their names


def _lesson(which: str) -> Callable[[World], dict[str, object]]:
    # Any slug: the right one would itself be a word that strangers may not see.
    return lambda world: {"pack": getattr(world, which).key, "lesson": "lesson", "slug": "any"}


def _pack(which: str) -> Callable[[World], dict[str, object]]:
    return lambda world: {"pack": getattr(world, which).key}


def _question(which: str) -> Callable[[World], dict[str, object]]:
    return lambda world: {"pack": getattr(world, which).key, "question": "ask"}


def _session(world: World) -> dict[str, object]:
    return {"session_id": world.session_id}


def _answer(world: World) -> dict[str, object]:
    return {"pack": world.public.key, "question": "ask", "answer": world.answer_id}


def _case(world: World) -> dict[str, object]:
    ada = world.people["ada"]
    assert ada is not None
    return {"learner": ada.pk, "answer": world.answer_id}


def _sample(world: World) -> dict[str, object]:
    return {**_question("private")(world), "sample_id": 0}


def _regrade(world: World) -> dict[str, object]:
    return {**_question("private")(world), "regrade_id": 0}


def _draft(world: World) -> dict[str, object]:
    return {"draft_id": world.draft.pk}


def _person(world: World) -> dict[str, object]:
    bo = world.people["bo"]
    assert bo is not None
    return {"user_id": bo.pk}


MATRIX: dict[str, list[Row]] = {
    "web:health": [Row({"GET": EVERYBODY})],
    "accounts:guest": [Row({"POST": EVERYBODY})],
    "accounts:login": [Row({"GET": EVERYBODY, "POST": EVERYBODY})],
    "accounts:signup": [Row({"GET": EVERYBODY, "POST": EVERYBODY})],
    "accounts:logout": [Row({"POST": EVERYBODY})],
    "accounts:claim": [Row({"GET": SIGNED_IN, "POST": SIGNED_IN})],
    "accounts:reset": [Row({"GET": EVERYBODY, "POST": EVERYBODY})],
    "accounts:reset_sent": [Row({"GET": EVERYBODY})],
    "accounts:reset_confirm": [
        Row({"GET": EVERYBODY, "POST": EVERYBODY}, lambda world: {"uidb64": "MQ", "token": "x-y"})
    ],
    "accounts:me": [Row({"GET": SIGNED_IN})],
    "accounts:save_section": [Row({"POST": SIGNED_IN}, lambda world: {"key": "study"})],
    "accounts:export": [Row({"POST": SIGNED_IN})],
    "accounts:delete": [Row({"GET": SIGNED_IN, "POST": SIGNED_IN})],
    "accounts:setup": [Row({"GET": NOBODY, "POST": NOBODY}, lambda world: {"token": "guessed"})],
    "accounts:people": [Row({"GET": OPERATOR})],
    "accounts:person": [Row({"POST": OPERATOR}, _person)],
    "library:landing": [Row({"GET": EVERYBODY})],
    "library:packs": [Row({"GET": EVERYBODY})],
    "library:search": [Row({"GET": EVERYBODY}, query={"q": "text"})],
    "library:pack": [
        Row({"GET": EVERYBODY}, _pack("public"), "public"),
        Row({"GET": OWNER}, _pack("private"), "private"),
    ],
    "library:lesson": [
        Row({"GET": EVERYBODY}, _lesson("public"), "public"),
        Row({"GET": OWNER}, _lesson("private"), "private"),
    ],
    "library:file": [
        Row({"GET": NOBODY}, lambda world: {"pack": world.public.key, "version": 1, "path": "img/none.png"}, "missing"),
    ],
    "study:today": [Row({"GET": SIGNED_IN})],
    "study:practice": [Row({"GET": SIGNED_IN})],
    "study:traps": [Row({"GET": SIGNED_IN})],
    "study:flag": [Row({"POST": ADA}, lambda world: {"fact_id": world.fact_id})],
    "study:report": [Row({"GET": ADA, "POST": ADA}, lambda world: {"item_id": world.item_id})],
    "study:dismiss_report": [Row({"POST": ADA}, lambda world: {"report_id": world.report_id})],
    "study:dispute": [
        Row({"GET": ADA, "POST": ADA}, lambda world: {**_answer(world), "criterion": world.criterion_id})
    ],
    "study:withdraw_dispute": [Row({"POST": ADA}, lambda world: {"dispute_id": world.dispute_id})],
    "study:dismiss_dispute": [Row({"POST": ADA}, lambda world: {"dispute_id": world.resolved_dispute_id})],
    "study:start": [Row({"POST": SIGNED_IN})],
    "study:session": [Row({"GET": ADA}, _session)],
    "study:answer": [Row({"POST": ADA}, _session)],
    "study:undo": [Row({"POST": ADA}, _session)],
    "study:end": [Row({"GET": ADA}, _session)],
    "study:understood": [
        Row({"POST": SIGNED_IN}, lambda world: {"pack": world.public.key, "lesson": "lesson"}, "public"),
        Row({"POST": OWNER}, lambda world: {"pack": world.private.key, "lesson": "lesson"}, "private"),
    ],
    "study:submit_answer": [
        Row({"POST": SIGNED_IN}, _question("public"), "public"),
        Row({"POST": OWNER}, _question("private"), "private"),
    ],
    "reflection:write": [
        Row({"GET": SIGNED_IN}, _question("public"), "public"),
        Row({"GET": OWNER}, _question("private"), "private"),
    ],
    "reflection:draft": [
        Row({"POST": SIGNED_IN}, _question("public"), "public"),
        Row({"POST": OWNER}, _question("private"), "private"),
    ],
    "reflection:result": [Row({"GET": ADA}, _answer)],
    "reflection:model": [Row({"POST": ADA}, _answer)],
    "reflection:assess": [Row({"POST": ADA}, _answer)],
    "progress:progress": [Row({"GET": SIGNED_IN})],
    "progress:quality": [
        Row({"GET": OPERATOR}, _pack("public"), "public"),
        Row({"GET": OWNER}, _pack("private"), "private"),
    ],
    "progress:count_items": [
        Row({"POST": OPERATOR}, _pack("public"), "public"),
        Row({"POST": OWNER}, _pack("private"), "private"),
    ],
    "progress:pardon_item": [
        Row({"POST": OPERATOR}, lambda world: {"pack": world.public.key, "item_id": world.item_id}, "counted"),
        Row({"POST": NOBODY}, lambda world: {"pack": world.private.key, "item_id": world.item_id}, "of another pack"),
    ],
    "authoring:teach": [Row({"GET": INSTRUCTORS})],
    "authoring:upload": [Row({"GET": INSTRUCTORS, "POST": INSTRUCTORS})],
    "authoring:draft": [Row({"GET": OWNER}, _draft)],
    "authoring:preview": [Row({"GET": OWNER}, _draft)],
    "authoring:preview_lesson": [Row({"GET": NOBODY}, lambda world: {**_draft(world), "lesson": "none"}, "missing")],
    "authoring:draft_file": [Row({"GET": NOBODY}, lambda world: {**_draft(world), "path": "img/none.png"}, "missing")],
    "authoring:fix": [Row({"POST": OWNER}, _draft)],
    "authoring:labels": [Row({"POST": OWNER}, _draft)],
    "authoring:rights": [Row({"POST": OWNER}, _draft)],
    "authoring:source": [
        Row({"GET": OWNER, "POST": OWNER}, lambda world: {**_draft(world), "path": "a.md"}),
        Row({"GET": NOBODY, "POST": NOBODY}, lambda world: {**_draft(world), "path": "../none.md"}, "missing"),
    ],
    "authoring:corrected": [Row({"GET": OWNER}, _draft)],
    "authoring:format_help": [Row({"GET": INSTRUCTORS})],
    "authoring:update_there": [Row({"POST": OWNER}, _draft)],
    "authoring:discard": [Row({"GET": OWNER, "POST": OWNER}, _draft)],
    "authoring:difference": [Row({"GET": OWNER, "POST": OWNER}, _draft)],
    "authoring:publish": [Row({"POST": OWNER}, _draft)],
    "authoring:try_rubric": [Row({"POST": NOBODY}, _draft, "no such question")],
    "authoring:schedule": [Row({"POST": OWNER}, _draft)],
    "authoring:conflict": [Row({"GET": OWNER, "POST": OWNER}, _draft)],
    "authoring:reading": [Row({"GET": OWNER, "POST": OWNER}, _draft)],
    "authoring:reports": [
        Row({"GET": OWNER}, _pack("private"), "private"),
        Row({"GET": OPERATOR}, _pack("public"), "public"),
    ],
    "authoring:close_reports": [
        Row({"POST": NOBODY}, lambda world: {"pack": world.private.key, "item_id": world.item_id}, "of another pack"),
        Row({"POST": OPERATOR}, lambda world: {"pack": world.public.key, "item_id": world.item_id}, "public"),
    ],
    "authoring:items": [Row({"GET": OWNER}, _pack("private"))],
    "authoring:lesson_items": [
        Row({"GET": OWNER, "POST": OWNER}, lambda world: {"pack": world.private.key, "lesson": "lesson"}),
    ],
    "authoring:decide_item": [
        Row({"POST": NOBODY}, lambda world: {"pack": world.private.key, "item_id": 0}, "missing")
    ],
    "authoring:edit_item": [
        Row({"GET": NOBODY, "POST": NOBODY}, lambda world: {"pack": world.private.key, "item_id": 0}, "missing")
    ],
    "authoring:approve_belief": [
        Row({"POST": NOBODY}, lambda world: {"pack": world.private.key, "fact_id": 0}, "missing")
    ],
    "authoring:marking": [Row({"GET": INSTRUCTORS}, readers=OPERATOR)],
    "authoring:case": [Row({"GET": OPERATOR}, _case, readers=OPERATOR)],
    "authoring:similar": [Row({"GET": NOBODY, "POST": NOBODY}, _case, "no verdict yet")],
    "authoring:rubrics": [Row({"GET": OWNER}, _pack("private"))],
    "authoring:rubric": [Row({"GET": OWNER}, _question("private"))],
    "authoring:samples": [Row({"GET": OWNER}, _question("private"))],
    "authoring:draw_samples": [Row({"POST": OWNER}, _question("private"))],
    "authoring:add_typed_sample": [Row({"POST": OWNER}, _question("private"))],
    "authoring:sample": [Row({"GET": NOBODY}, _sample, "missing")],
    "authoring:mark_sample": [Row({"POST": NOBODY}, _sample, "missing")],
    "authoring:agreement": [Row({"GET": OWNER}, _question("private"))],
    "authoring:suggestions": [
        Row({"GET": OWNER}, lambda world: {**_question("private")(world), "criterion": "fresh"}),
    ],
    "authoring:regrades": [Row({"GET": OWNER, "POST": OWNER}, _question("private"))],
    "authoring:regrade": [Row({"GET": NOBODY}, _regrade, "missing")],
    "authoring:apply_regrade": [Row({"POST": NOBODY}, _regrade, "missing")],
    "authoring:step_regrade": [Row({"POST": NOBODY}, _regrade, "missing")],
    "authoring:propose_rubric": [Row({"GET": NOBODY, "POST": NOBODY}, _question("private"), "it has a rubric")],
    "authoring:add_rubric_line": [Row({"POST": OWNER}, _question("private"))],
    "authoring:replay": [Row({"GET": frozenset({"ines"})}, _question("private"))],
    "authoring:try_answer": [Row({"POST": OWNER}, _question("private"))],
    "authoring:history": [Row({"GET": OWNER}, _pack("private"))],
    "authoring:version": [Row({"GET": OWNER}, lambda world: {"pack": world.private.key, "number": 1})],
    "authoring:version_download": [Row({"GET": OWNER}, lambda world: {"pack": world.private.key, "number": 1})],
    "authoring:roll_back": [Row({"POST": OWNER}, lambda world: {"pack": world.private.key, "number": 1})],
    "authoring:export": [
        Row({"GET": OWNER}, lambda world: {"pack": world.private.key, "form": "csv"}, "items", {"generated": "1"}),
        Row({"GET": OWNER}, lambda world: {"pack": world.private.key, "form": "markdown"}, "files"),
    ],
}

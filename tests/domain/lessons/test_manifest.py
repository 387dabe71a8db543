import tomllib
from datetime import date
from textwrap import dedent

import pytest

from studyapp.domain.lessons.assembly.manifest import read_manifest

GOOD = dedent("""\
    format = 1
    id = "genai"
    title = "Generative AI"
    version = "1.4.0"
    updated = 2026-11-23
    language = "en"
    licence = "CC-BY-4.0"
    provenance = "original"
    authors = [{ name = "A. Author", url = "https://example.org/a" }]
    labels = { trap = ["Prüfungsfalle"] }
    grading = { synonyms = [["model", "LLM"]] }
    domains = [
      { id = "d1", title = "Models", weight = 69, tasks = [{ id = "1.2", title = "Choosing" }] },
      { id = "d2", title = "Building", weight = 31 },
    ]
    [exam]
    name = "An exam"
    code = "AIP-C01"
    outline = { edition = "2026-03", url = "https://example.org/outline" }
    scale = { kind = "scaled", min = 100, max = 1000 }
    [exam.facts]
    items = { value = 75, as_of = 2026-11-23, source = "https://example.org/guide", review = 90, max = true }
    """)


def found(text: str) -> list[tuple[str, int, str]]:
    return [(finding.code, finding.line, finding.what) for finding in read_manifest(text)[1]]


def test_a_good_manifest_is_read_without_a_finding() -> None:
    manifest, findings = read_manifest(GOOD)
    assert findings == []
    assert manifest is not None
    assert (manifest.id, manifest.updated, manifest.provenance) == ("genai", date(2026, 11, 23), "original")
    assert manifest.authors[0].name == "A. Author"
    assert manifest.labels == (("trap", ("Prüfungsfalle",)),)
    assert manifest.synonyms == (("model", "LLM"),)
    assert [(domain.id, domain.weight) for domain in manifest.domains] == [("d1", 69.0), ("d2", 31.0)]
    assert manifest.domains[0].tasks[0].id == "1.2"
    assert manifest.exam is not None
    assert (manifest.exam.scale_kind, manifest.exam.scale_max) == ("scaled", 1000)
    (fact,) = manifest.exam.facts
    assert (fact.name, fact.value, fact.review_days, fact.is_maximum) == ("items", 75.0, 90, True)


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "what"),
    [
        ("weight = 31", "weight = 30", "E29", 13, "the weights sum to 99"),
        ("licence", "license", "E46", 7, "unknown key 'license' in pack.toml, did you mean 'licence'"),
        ("code = ", "kode = ", "E46", 18, "unknown key 'kode' in exam, did you mean 'code'"),
        ('title = "Generative AI"\n', "", "E46", 10, "the key 'title' is missing"),
        ('id = "genai"', 'id = "Gen AI"', "E46", 2, "the id 'Gen AI' is not made of a-z, 0-9 and -"),
        ('"original"', '"found"', "E46", 8, "provenance 'found' is none of original, licensed, official-pool"),
        ("format = 1", "format = 2", "E46", 1, "format 2 is not known"),
        ("updated = 2026-11-23", 'updated = "today"', "E46", 5, "updated is no date"),
        ("value = 75, ", "", "E46", 22, "the fact items needs value and as_of"),
        ("labels = { trap", "labels = { trop", "E46", 10, "unknown key 'trop' in labels, did you mean 'trap'"),
    ],
)
def test_a_mistake_is_told_on_its_line(before: str, after: str, code: str, line: int, what: str) -> None:
    findings = found(GOOD.replace(before, after, 1))
    assert any(finding[0] == code and finding[2] == what for finding in findings)
    if "missing" not in what:
        assert (code, line, what) in findings


def test_a_toml_error_stands_where_the_parser_stopped() -> None:
    manifest, findings = read_manifest('format = 1\nid = "a\n')
    assert manifest is None
    assert [(finding.code, finding.line) for finding in findings] == [("E46", 2)]
    assert findings[0].what.startswith("TOML error: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a = [" + "[" * 5000,
        "x = 1",
        "exam = 3",
        "domains = 3\nformat = 1\nid='a'\ntitle='b'\nprovenance='original'",
    ],
)
def test_hopeless_manifests_are_told_not_raised(text: str) -> None:
    assert found(text)


def test_weights_may_be_given_as_numbers_of_items() -> None:
    manifest, findings = read_manifest(GOOD.replace("weight = 69", "items = 6").replace("weight = 31", "items = 2"))
    assert findings == []
    assert manifest is not None
    assert [domain.weight for domain in manifest.domains] == [75.0, 25.0]


def test_one_item_drawn_per_task_weighs_domains_by_their_tasks() -> None:
    two = 'tasks = [{ id = "2.1", title = "a" }, { id = "2.2", title = "b" }, { id = "2.3", title = "c" }]'
    text = GOOD.replace("weight = 69", 'draw = "one per task"').replace("weight = 31", f'draw = "one per task", {two}')
    manifest, findings = read_manifest(text)
    assert findings == []
    assert manifest is not None
    assert [domain.weight for domain in manifest.domains] == [25.0, 75.0]


@pytest.mark.parametrize("number", ["9" * 5_000, "0x" + "f" * 5_000, "-" + "9" * 5_000])
def test_an_integer_of_thousands_of_digits_is_told_not_raised(number: str) -> None:
    manifest, (found,) = read_manifest(f'format = 1\nid = "tea"\ntitle = "Tea"\nversion = {number}\n')
    assert manifest is None
    assert (found.code, found.what) == ("E46", "TOML error: a number has too many digits")


@pytest.mark.parametrize("number", ["9" * 400, "inf", "nan", "-1e300"])
def test_a_weight_beyond_all_use_is_told_not_raised(number: str) -> None:
    text = f'format = 1\nid = "tea"\ntitle = "Tea"\nprovenance = "original"\n[[domains]]\nid = "1"\nweight = {number}\n'
    found = read_manifest(text)[1]
    assert "weight is not finite, or too large" in [one.what for one in found]


def test_of_many_unknown_keys_three_are_told_and_the_others_counted() -> None:
    told = found(GOOD.replace("[exam]", "".join(f"unknown{n} = 1\n" for n in range(2000)) + "[exam]"))
    assert [what for _, _, what in told] == [
        "unknown key 'unknown0' in pack.toml", "unknown key 'unknown1' in pack.toml",
        "unknown key 'unknown2' in pack.toml", "and 1997 more unknown in pack.toml, from 'unknown3' on",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    ["a." * 60_000 + "b = 1", "[" + "a." * 300 + "b]", '"\\"".' * 10_000 + "b = 1"],
    ids=["key", "table", "quoted"],
)
def test_a_key_of_endless_parts_is_over_a_limit_before_it_is_read(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tomllib, "loads", lambda _text: pytest.fail("it was read"))
    manifest, findings = read_manifest(f"format = 1\n{line}\n")
    assert manifest is None
    assert [(one.code, one.line) for one in findings] == [("E39", 2)]


def test_each_of_very_many_findings_stands_at_its_own_line() -> None:
    told = found(GOOD + "".join(f"fact{n} = {{}}\n" for n in range(4000)))
    first = GOOD.count("\n") + 1
    assert [line for _, line, _ in told] == list(range(first, first + 4000))

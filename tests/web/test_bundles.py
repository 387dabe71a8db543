"""The browser gets one style sheet and one script; both are exactly their parts."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from studyapp.web.bundles import BundleFinder, joined, lightened, parts, write_if_changed

STATIC = Path(settings.BASE_DIR) / "static"


@pytest.mark.parametrize(("name", "folder", "suffix"), [("app.css", "css", ".css"), ("app.js", "js", ".js")])
def test_the_joined_file_equals_its_parts(name: str, folder: str, suffix: str) -> None:
    found = finders.find(name)
    text = "".join(lightened(path.read_text(), suffix) for path in parts(STATIC / folder, suffix))

    assert found
    assert Path(found).read_text() == text
    assert set(parts(STATIC / folder, suffix)) == set((STATIC / folder).glob(f"*{suffix}"))


def test_the_frame_comes_first_rooms_by_name_and_print_last(tmp_path: Path) -> None:
    for name in ("print", "study", "base", "library", "tokens", "components", "reset", "layout"):
        (tmp_path / f"{name}.css").write_text(f".{name} {{}}")

    stems = [path.stem for path in parts(tmp_path, ".css")]

    assert stems == ["tokens", "reset", "base", "layout", "components", "library", "study", "print"]


def test_the_order_of_layers_is_said_before_any_rule() -> None:
    text = joined(parts(STATIC / "css", ".css"), ".css")

    assert text.startswith("@layer reset, tokens, base, layout, components, rooms, print;")


def test_comments_and_indentation_go_and_code_stays() -> None:
    css = "/* one\n two */\n.a {\n\n  color: red; /* why */\n}\n"
    script = "// said\n  const site = 'https://example.org'; // kept\n/* a\n b */\n  run();\n"

    assert lightened(css, ".css") == ".a {\ncolor: red;\n}\n"
    assert lightened(script, ".js") == "const site = 'https://example.org'; // kept\nrun();\n"


def test_an_unchanged_bundle_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "app.css"
    write_if_changed(path, "one")
    before = path.stat()

    write_if_changed(path, "one")
    unchanged = path.stat()
    write_if_changed(path, "two")

    assert (unchanged.st_ino, unchanged.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert path.read_text() == "two"
    assert [file.name for file in path.parent.iterdir()] == ["app.css"]


def test_collecting_static_files_meets_both_bundles_and_no_other_path_is_claimed() -> None:
    finder = BundleFinder()

    assert [name for name, _ in finder.list(None)] == ["app.css", "app.js"]
    assert finder.find("css/tokens.css") == []
    assert finder.find("app.css", find_all=True) == [finder.find("app.css")]


def test_no_source_needs_what_the_content_security_policy_forbids() -> None:
    css = joined(parts(STATIC / "css", ".css"), ".css")
    script = joined(parts(STATIC / "js", ".js"), ".js")

    assert "url(" not in css
    assert "@import" not in css
    assert "eval(" not in script
    assert "new Function" not in script
    assert ".innerHTML" not in script

"""Pictures of the main pages: `python -m tests.browser.screenshots OUT_DIR`.

Starts a real server with a folder of its own, gives a learner some weeks of history, and takes each page at 360 and
1280 px in light and dark.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.serving import environment, real_server

WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


def main() -> int:
    """Take the pictures; returns 1 without a folder to put them into."""
    if len(sys.argv) != 2:
        print(__doc__)
        return 1
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, real_server(Path(folder)) as home:
        _use(Path(folder))
        _take(home, target)
    return 0


def _use(folder: Path) -> None:
    """Let this process see the server's database."""
    import django

    os.environ.update(environment(folder), DJANGO_SETTINGS_MODULE="studyapp.settings", PLAIN_STATIC="1")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()


def _take(home: str, target: Path) -> None:
    from playwright.sync_api import sync_playwright

    from studyapp.library.models import Pack
    from tests import factories, tools
    from tests.browser.conftest import SWITCHES, session_of
    from tests.browser.main_pages import PAGES, Evening
    from tests.browser.watching import REST, Visit

    evening = Evening(Pack.objects.get(), factories.make_ada(), factories.make_ines())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=SWITCHES)
        for name in PAGES:
            context = browser.new_context(timezone_id="Europe/Vienna", reduced_motion="reduce")
            context.add_init_script(REST)
            reader = evening.reader_of(name)
            if reader:
                context.add_cookies([session_of(reader, home)])
            visit = Visit(context.new_page(), home)
            evening.open(visit, name)
            for width in WIDTHS:
                for scheme in SCHEMES:
                    path = target / f"{name.replace(' ', '-')}-{width}-{scheme}.png"
                    _picture(visit.page, path, width, scheme)
            context.close()
        browser.close()


def _picture(page: Any, path: Path, width: int, scheme: str) -> None:
    """The whole page in a window as high as the page, so that bars at the bottom stand there."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 720})
    height = page.evaluate("() => document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path, animations="disabled")
    print(path)


if __name__ == "__main__":
    sys.exit(main())

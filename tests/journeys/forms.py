"""Sending the forms that pages contain, as a browser without script does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """A form of a page: where it goes, what it holds, what it offers to choose."""

    client: Client
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    offered: dict[str, list[str]] = field(default_factory=dict)

    def send(self, **values: Any) -> HttpResponse:
        """Post it; `values` are what the person filled in."""
        return self.client.post(self.action, {**self.hidden, **values})  # type: ignore[return-value]

    def some_answer(self) -> dict[str, Any]:
        """Something fitting for each control, right or wrong; every step of an order at a place of its own."""
        chosen: dict[str, Any] = {}
        for number, (name, values) in enumerate(self.offered.items()):
            filled = [value for value in values if value]
            # Steps are moved on by one place: an order left untouched is refused.
            chosen[name] = (
                filled[(number + 1) % len(filled)] if name.startswith("place-") else (filled or ["something"])[0]
            )
        return chosen


class _Forms(HTMLParser):
    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client
        self.forms: list[Form] = []
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "form":
            self.forms.append(Form(self.client, given.get("action", "")))
        elif not self.forms:
            return
        elif tag == "option" and self.select:
            self.forms[-1].offered[self.select].append(value)
        elif name and given.get("type") == "hidden":
            self.forms[-1].hidden[name] = value
        elif name and tag in {"input", "button", "textarea", "select"}:
            self.select = name if tag == "select" else ""
            self.forms[-1].offered.setdefault(name, []).extend([] if tag == "select" else [value])


def form_at(client: Client, url: str, ending: str, *, has: dict[str, str] | None = None) -> Form:
    """The first form of a page whose address ends so and whose hidden fields hold what is asked."""
    page = client.get(url, follow=True)
    parser = _Forms(client)
    parser.feed(page.content.decode())
    wanted = (has or {}).items()
    found = [one for one in parser.forms if one.action.endswith(ending) and wanted <= one.hidden.items()]
    assert found, f"{url} has no form to {ending}"
    return found[0]

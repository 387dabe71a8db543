"""The ratios of the look are recomputed from the style sheet by WCAG's formula."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
GROUNDS = ("bg", "surface", "sunken")
SOFTS = ("accent-soft", "ok-soft", "bad-soft", "warn-soft", "ask-soft")
MEANINGS = ("accent", "ok", "bad", "warn", "ask")


def palette(side: int) -> dict[str, str]:
    return {match[1]: match[2 + side] for match in COLOUR.finditer(TOKENS.read_text())}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_published_values() -> None:
    assert ratio("#000000", "#ffffff") == pytest.approx(21)
    assert ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_every_colour_has_a_light_and_a_dark_side() -> None:
    text = TOKENS.read_text()

    assert set(palette(0)) == {*GROUNDS, *SOFTS, *MEANINGS, "text", "muted", "line", "control", "on-accent", "mark"}
    assert not re.findall(r"--[\w-]+:\s*#", text)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
class TestContrast:
    def test_text_is_readable_on_every_ground(self, side: int) -> None:
        colours = palette(side)

        for ground in (*GROUNDS, *SOFTS):
            assert ratio(colours["text"], colours[ground]) >= (13.3, 10.8)[side], ground
            assert ratio(colours["muted"], colours[ground]) >= (5.3, 5.9)[side], ground

    def test_borders_of_controls_can_be_seen_on_every_ground(self, side: int) -> None:
        colours = palette(side)

        for ground in (*GROUNDS, *SOFTS):
            assert ratio(colours["control"], colours[ground]) >= 3.6, ground

    def test_each_meaning_is_readable_on_page_surface_and_its_own_soft_ground(self, side: int) -> None:
        colours = palette(side)

        for meaning in MEANINGS:
            for ground in ("bg", "surface", f"{meaning}-soft"):
                assert ratio(colours[meaning], colours[ground]) >= 4.5, (meaning, ground)

    def test_the_main_button_and_marked_evidence_are_readable(self, side: int) -> None:
        colours = palette(side)

        assert ratio(colours["on-accent"], colours["accent"]) >= (6.7, 8.2)[side]
        assert ratio(colours["text"], colours["mark"]) >= (13.0, 6.7)[side]


def test_the_sheet_keeps_the_ratios_that_the_design_names() -> None:
    light, dark = palette(0), palette(1)

    assert round(ratio(light["text"], light["bg"]), 1) == 15.1
    assert round(ratio(dark["text"], dark["bg"]), 1) == 14.0
    assert round(ratio(light["accent"], light["bg"]), 1) == 6.6
    assert round(ratio(dark["warn"], dark["warn-soft"]), 1) == 7.9

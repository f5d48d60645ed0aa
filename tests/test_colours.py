"""The colours of the screens: read in light and in dark, told as they are in the documentation."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SHEETS = ROOT / "static" / "csipa" / "css"
PAGE = ROOT / "docs" / "langage-visuel.md"
THEMES = ("light", "dark")
TEXTS = (
    *("ink", "ink-soft", "accent", "accent-strong"),
    *("danger", "warning", "success", "added", "removed"),
)
GROUNDS = (
    *("ground", "paper", "paper-soft", "accent-soft", "danger-soft"),
    *("warning-soft", "success-soft", "added-soft", "removed-soft"),
)
# What is written on a full colour.
ON = [("on-accent", "accent"), ("on-accent", "accent-strong"), ("on-danger", "danger")]
# Shadows, the veil behind a dialogue, and the white that a code to scan and a picture stand on.
NO_TOKEN = re.compile(r"rgb\([\d ]+ / \d+%\)|background: #fff(?:fff)?;|var\(--[\w-]+, #\w+\)")
FIGURES_OF_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")


def tokens():
    """Return each colour of tokens.css, light and dark."""
    text = (SHEETS / "tokens.css").read_text()
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", text)
    return {name: dict(zip(THEMES, pair, strict=True)) for name, *pair in found}


COLOURS = tokens()


def luminance(colour):
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other, theme):
    """Return the contrast of two tokens, from 1 to 21."""
    least, most = sorted(luminance(COLOURS[name][theme]) for name in (one, other))
    return (most + 0.05) / (least + 0.05)


def rules():
    """Yield each rule of our sheets: where it stands, and what it declares."""
    for path in sorted(SHEETS.glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
            yield f"{path.name} {selector.strip()}", body


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [*product(TEXTS, GROUNDS), *ON])
def test_a_text_reads_on_every_ground_it_may_stand_on(text, ground, theme):
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), [*product(("edge", "focus"), GROUNDS[:3])])
def test_the_edge_of_a_control_and_the_focus_are_seen(mark, ground, theme):
    assert contrast(mark, ground, theme) >= 3


def test_no_rule_writes_in_a_colour_that_does_not_read_on_its_own_ground():
    poor = []
    for where, body in rules():
        colour = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", body)
        ground = re.search(r"background(?:-color)?: var\(--([\w-]+)\)", body)
        if not (colour and ground and {colour[1], ground[1]} <= COLOURS.keys()):
            continue
        poor += [where for theme in THEMES if contrast(colour[1], ground[1], theme) < 4.5]
    assert poor == []


def test_figures_of_colour_stand_in_one_sheet_only():
    found = [
        f"{where}: {body.strip()}"
        for where, body in rules()
        if not where.startswith("tokens.css") and FIGURES_OF_COLOUR.search(NO_TOKEN.sub("", body))
    ]
    assert found == []


def test_the_sizes_of_letters_are_those_of_the_scale():
    allowed = re.compile(r"font-size: (?:var\(--size-\w+(?:, 1rem)?\)|inherit|0|[\d.]+(?:em|pt))$")
    found = [
        f"{where}: {size}"
        for where, body in rules()
        if not where.startswith("tokens.css")
        for size in re.findall(r"font-size: [^;]+", body)
        if not allowed.match(size)
    ]
    assert found == []


def test_the_documentation_tells_the_contrasts_as_they_are():
    lines = re.findall(
        r"^\| `([\w-]+)` sur `([\w-]+)` \| ([\d,]+) \| ([\d,]+) \|", PAGE.read_text(), re.M
    )
    assert len(lines) > 15
    for text, ground, *told in lines:
        known = [f"{contrast(text, ground, theme):.1f}".replace(".", ",") for theme in THEMES]
        assert (text, ground, told) == (text, ground, known)


def test_the_documentation_names_every_token_of_the_scale():
    names = set(
        re.findall(r"^  --((?:size|space)-\w+):", (SHEETS / "tokens.css").read_text(), re.M)
    )
    assert {name for name in names if f"`{name}`" not in PAGE.read_text()} == set()

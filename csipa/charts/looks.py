"""How series are told apart: by colour, and without it by shape, dash or hatching.

The colours have a contrast of 3 or more on the light and on the dark ground of the pages
(relative luminance between 0.15 and 0.30), WCAG 2.2 criterion 1.4.11.
"""

from __future__ import annotations

COLOURS = ("#2f76d2", "#c9591a", "#1c8a5c", "#a35bc2", "#8a7440", "#d2477f")
# Steps of one blue, from little to much: away from the white of the paper, away from the dark of
# the other scheme. Each has a contrast of 3 or more with its own paper.
RAMP = ("#5794d2", "#3f82c8", "#2868ad", "#17508e", "#0c3566")
DARK_RAMP = ("#3d78b8", "#5691d0", "#7cadde", "#a6caec", "#d5e8fa")
# As `--paper` of the pages.
PAPER, DARK_PAPER = "#ffffff", "#1a2029"
DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2")
# Hatchings drawn over a light wash of the colour, in a square of 8; the first series is solid.
HATCHES = ("", "M-1 1l2-2M0 8l8-8M7 9l2-2", "M4 4h.01", "M0 4h8", "M4 0v8", "M0 0l8 8M8 0l-8 8")
_SHAPES = "circle square triangle diamond wedge"
SHAPES = tuple(_SHAPES.split())


def colour(rank: int) -> str:
    """Return the colour of series `rank`, counted from 0."""
    return COLOURS[rank % len(COLOURS)]


def step(share: float, *, is_print: bool = False) -> str:
    """Return the colour of a share (0 to 1) of the ramp: for paper, or for both schemes."""
    rank = round(share * (len(RAMP) - 1))
    return RAMP[rank] if is_print else either(RAMP[rank], DARK_RAMP[rank])


def either(light: str, dark: str) -> str:
    """Return a colour that follows the scheme of the page."""
    return f"light-dark({light}, {dark})"


def dash(rank: int) -> str:
    """Return the dash of the line of series `rank`, empty for an unbroken one."""
    return DASHES[rank % len(DASHES)]


def hatch(rank: int) -> str:
    """Return the path that hatches the bars of series `rank`, empty for solid ones."""
    return HATCHES[rank % len(HATCHES)]


def marker(rank: int, x: float, y: float, size: float = 4) -> str:
    """Return the path of the mark of series `rank` around a point."""
    shape = SHAPES[rank % len(SHAPES)]
    start = {
        "circle": f"M{x - size:.1f} {y:.1f}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 ",
        "square": f"M{x - size:.1f} {y - size:.1f}h{2 * size}v{2 * size}h",
        "triangle": f"M{x:.1f} {y - size:.1f}l{size} {2 * size}h",
        "diamond": f"M{x:.1f} {y - size - 1:.1f}l{size + 1} {size + 1}l{-size - 1} {size + 1}l",
        "wedge": f"M{x:.1f} {y + size:.1f}l{size} {-2 * size}h",
    }[shape]
    end = {"circle": f"{-2 * size} 0", "diamond": f"{-size - 1} {-size - 1}"}
    return f"{start}{end.get(shape, -2 * size)}z"

"""What a document may open: shipped fonts, style sheets, drawings and pictures, nothing else."""

import hashlib
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "static" / "csipa"
FONT_DIR = STATIC / "fonts"
SHEET_DIR = STATIC / "pdf"
# The user guide is the only document with pictures: those that are shipped with it.
GUIDE_SHEET = "guide.css"
PICTURE_DIR = PROJECT / "docs" / "guide" / "images"

# A host that can never exist (RFC 6761): even a leak could not leave the machine.
BASE_URL = "https://csipa.invalid/"

# SHA-256 of each font: another version would change line breaks, page counts and frozen hashes.
FONTS = {
    "ActeSerif-Regular.ttf": "4f8570a330560fbbc6bb444ede8e851aa7bc37abc07d7fbfe0ca9bb987e0aa28",
    "ActeSerif-Italic.ttf": "5d3456b514b6cf467df3919a74cddc733fcecb0ee882ba2e1b3bb96c9765edf1",
    "ActeSerif-Bold.ttf": "2e24ba2ca554cd3b987f649ea89c7acaf9225505f15e3c06440cc442ba27a665",
    "ActeSerif-BoldItalic.ttf": "ea263478a21617a9ccc09cdacd009d7873dd12acfffa46e0399959ebbc36d5a1",
    "ActeSans-Regular.ttf": "4d95226c182949ba4b1a89dad645840d4c9dc1e8605257ddf70e72e9fb7a9c0a",
    "ActeSans-Bold.ttf": "a0f82a9b6a45332ef5c0584f89f786fe4e0884e5593e6656c4551e9463025b12",
}


@cache
def _digest(path: Path, size: int, modified_ns: int) -> str:
    """Hash a file once for as long as its size and date stay the same."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def faulty_fonts(folder: Path | None = None) -> list[str]:
    """Return the names of shipped fonts that are absent or altered, in printing order."""
    faulty = []
    for name, expected in FONTS.items():
        path = (folder or FONT_DIR) / name
        try:
            status = path.stat()
            sound = _digest(path, status.st_size, status.st_mtime_ns) == expected
        except OSError:
            sound = False
        if not sound:
            faulty.append(name)
    return faulty


def sheet_resources() -> dict[str, Path]:
    """Return what a shipped style sheet may open, by URL: fonts, other sheets, drawings."""
    fonts = {f"{BASE_URL}fonts/{name}": FONT_DIR / name for name in FONTS}
    sheets = {f"{BASE_URL}pdf/{path.name}": path for path in sorted(SHEET_DIR.glob("*.css"))}
    return fonts | sheets | page_resources()


def page_resources(stylesheet: str = "") -> dict[str, Path]:
    """Return what the HTML of a document may open, by URL: drawings; the guide, its pictures."""
    drawings = {f"{BASE_URL}pdf/{path.name}": path for path in sorted(SHEET_DIR.glob("*.svg"))}
    if stylesheet != GUIDE_SHEET:
        return drawings
    return drawings | {f"{BASE_URL}guide/{path.name}": path for path in PICTURE_DIR.glob("*.webp")}

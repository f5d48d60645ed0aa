"""The code of the program, read once."""

import ast
import functools
from pathlib import Path

APPS = ("csipa", "sites", "staffing", "conventions", "consultations")


@functools.cache
def modules() -> list[tuple[str, ast.Module]]:
    """Return each module, migrations apart: its path, its code."""
    return [
        (str(file), ast.parse(file.read_text()))
        for app in APPS
        for file in sorted(Path(app).rglob("*.py"))
        if "migrations" not in file.parts
    ]

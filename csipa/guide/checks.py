"""A tree without its guide is told when the program is checked, not when somebody asks for help."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from csipa.guide.contents import FOLDER, INDEX, contents


@register
def guide_is_there(**_: Any) -> list[CheckMessage]:
    """Return an error for each page that is listed and has no file."""
    if not INDEX.is_file():
        missing = [INDEX]
    else:
        missing = [entry.path for entry in contents().entries if not entry.path.is_file()]
    return [
        Error(
            f"Le guide d’utilisation est incomplet\u00a0: {path.name} manque.",
            hint=f"Livrez le dossier {FOLDER} avec le programme.",
            id="guide.E001",
        )
        for path in missing
    ]

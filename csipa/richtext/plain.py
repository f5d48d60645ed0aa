"""From plain text, as typed in a field without the editor, to a body."""

from __future__ import annotations

import html as html_entities
import re

_MARKED = re.compile(r"[ \t\u00a0]*[–—•*-][ \t\u00a0]+(?P<text>.*)")


def from_text(text: str) -> str:
    """Return `text` as HTML: each line is a paragraph, lines that begin with a dash are a list.

    The characters < > & are text. Blank lines only separate.
    """
    written: list[str] = []
    in_list = False
    for line in text.splitlines():
        marked = _MARKED.fullmatch(line)
        if (marked is not None) != in_list:
            written.append("</ul>" if in_list else "<ul>" if marked else "")
            in_list = marked is not None
        content = html_entities.escape((marked["text"] if marked else line).strip(), quote=False)
        if content:
            written.append(f"<li>{content}</li>" if marked else f"<p>{content}</p>")
    written.append("</ul>" if in_list else "")
    return "".join(written).replace("<ul></ul>", "")

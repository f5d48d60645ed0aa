"""Wordings of clauses as people read them: placeholders told apart, and what each one changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from conventions.models import ClauseVersion
from csipa.admin.differences import Change, compared_fields, field_changes
from csipa.french.typography import typeset_html
from csipa.richtext import clean

_PLACEHOLDER = re.compile(r"\{[^{}<>]+\}")
_SILENT = {"clause", "number", "published_on", "change_note"}


@dataclass(frozen=True)
class VersionCard:
    """One wording: its row, its texts with their placeholders told apart, what it changed."""

    version: ClauseVersion
    title: SafeString
    introduction: SafeString
    body: SafeString
    commitments: list[SafeString]
    changes: list[Change]
    is_first: bool


def version_cards(versions: Sequence[ClauseVersion]) -> list[VersionCard]:
    """Return the wordings of one clause as they are read, `versions` being the latest first."""
    earlier = [*versions[1:], None]
    return [_card(row, before) for row, before in zip(versions, earlier, strict=True)]


def version_changes(old: ClauseVersion, new: ClauseVersion) -> list[Change]:
    """Return what differs between two wordings, word by word for their texts."""
    return field_changes(old, new, compared_fields(ClauseVersion, without=_SILENT), {})


def marked(text: str) -> SafeString:
    """Return a plain text as HTML, its placeholders told apart from its words."""
    return _marked_html(str(conditional_escape(text)))


def marked_body(body: str) -> SafeString:
    """Return a rich text as HTML, its placeholders told apart from its words."""
    return _marked_html(clean(body))


def _card(row: ClauseVersion, before: ClauseVersion | None) -> VersionCard:
    return VersionCard(
        version=row,
        title=marked(row.title),
        introduction=marked(row.introduction),
        body=marked_body(row.body),
        commitments=[marked(line) for line in row.commitments],
        changes=version_changes(before, row) if before else [],
        is_first=before is None,
    )


def _marked_html(html: str) -> SafeString:
    told = _PLACEHOLDER.sub(lambda found: f'<span class="placeholder">{found[0]}</span>', html)
    return mark_safe(typeset_html(told))  # noqa: S308 (escaped or cleaned by both callers)

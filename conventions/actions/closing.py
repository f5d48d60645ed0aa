"""Closes the text of a convention that no act of the register carries, so that it can be signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from conventions.actions.agreeing import settle_conclusion
from conventions.actions.ending import settle_end
from conventions.actions.freezing import Data, freeze_convention, render_ahead
from conventions.actions.sealing import fix_words, seal_rows
from conventions.actions.visas import fix_visas
from conventions.exchange.agreements import load_convention, standalone_data
from conventions.models import Annex, Convention, DocumentKind, FrozenDocument
from conventions.review.open_findings import open_findings
from conventions.rules.finding import Finding
from conventions.rules.readiness import convention_refusals


class ClosingRefused(ValueError):
    """The text stays open; `reasons` holds what it lacks, `findings` what was not read, in French.

    Its text is one of the two, ready for the screen.
    """

    def __init__(self, reasons: Sequence[str], findings: Sequence[Finding] = ()) -> None:
        self.reasons, self.findings = list(reasons), list(findings)
        super().__init__(" ".join([*self.reasons, *(one.message for one in self.findings)]))


def closing_refusals(convention: Convention, data: Data | None = None) -> list[str]:
    """Return every reason why the text cannot be closed; `data` is the whole of the convention."""
    if reason := standing_refusal(convention):
        return [reason]
    data = data or standalone_data(load_convention(convention.pk))
    return [*_identity_refusals(convention), *convention_refusals(data)]


def standing_refusal(convention: Convention) -> str:
    """Say why it is not for this page to close the text, whatever the text holds; two queries."""
    if convention.sealed or convention.documents.filter(kind=DocumentKind.CONVENTION).exists():
        return "Le texte de cette convention est déjà arrêté."
    annex = Annex.objects.filter(convention=convention).select_related("act").first()
    if annex is None:
        return ""
    return (
        f"Cette convention est annexée à l’acte « {annex.act} » : son texte est "
        "arrêté quand l’acte est signé."
    )


def _identity_refusals(convention: Convention) -> Iterator[str]:
    if not convention.reference:
        yield "Donnez une référence à la convention : elle la désigne une fois signée."


def close_text(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    findings_accepted: Sequence[Finding] = (),
) -> FrozenDocument:
    """Fix the words of a convention, keep its document and seal it, or change nothing.

    The parties then sign these very bytes. Open findings forbid it unless they are among
    `findings_accepted`. Raises ClosingRefused with every reason; csipa.pdf.door.PdfError when the
    document cannot be made.
    """
    ahead = standalone_data(load_convention(convention.pk))
    drafted_here = not Convention.objects.get(pk=convention.pk).as_written
    _refuse(convention, ahead, findings_accepted)
    # A layout takes seconds, and SQLite has one writer at a time: it is made before any lock.
    rendered = render_ahead(ahead, drafted_here=drafted_here)
    with transaction.atomic():
        locked = Convention.objects.select_for_update(of=("self",)).get(pk=convention.pk)
        if standalone_data(load_convention(locked.pk)) != ahead:
            _refuse(locked, None, findings_accepted)
        elif reason := standing_refusal(locked):
            raise ClosingRefused([reason])
        fix_words([locked], by)
        fix_visas(act=None, conventions=[locked], by=by)
        document = freeze_convention(
            convention=locked, by=by, now=now, rendered=rendered, drafted_here=drafted_here
        )
        seal_rows([locked], by=by)
        settle_conclusion(convention=locked, by=by, today=timezone.localdate(now))
        settle_end(convention=locked)
    return document


def _refuse(convention: Convention, data: Data | None, accepted: Sequence[Finding]) -> None:
    if reasons := closing_refusals(convention, data):
        raise ClosingRefused(reasons)
    unseen = [one for one in open_findings(convention, on=None) if one not in accepted]
    if unseen:
        raise ClosingRefused([], unseen)

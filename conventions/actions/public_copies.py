"""What of an act does not go public: chosen, counted, and the copy made without it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.documents import TEMPLATE_VERSION
from conventions.documents.context import act_context
from conventions.documents.public_copy import (
    HeldBack,
    Struck,
    WordsLeft,
    count_printed,
    public_context,
    public_pdf,
    public_source,
)
from conventions.models import (
    Act,
    Annex,
    DocumentKind,
    FrozenDocument,
    Ground,
    Redaction,
    WithheldAnnex,
)
from conventions.rules.public_mentions import striking_refusals

Data = dict[str, Any]


class CopyRefused(ValueError):
    """No copy can be made; `reasons` holds every reason, in French."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(reasons))


@dataclass(frozen=True)
class Withheld:
    """An annex to leave out: its key, the ground (a Ground), and a word about it."""

    annex: int
    ground: str
    reason: str = ""


@dataclass(frozen=True)
class Chosen:
    """What is to be left out of the public copy of an act, and the document it is made from."""

    document: FrozenDocument
    struck: list[Struck] = field(default_factory=list)
    held_back: list[HeldBack] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Tell whether the public reads the document of the act itself."""
        return not self.struck and not self.held_back

    @property
    def key(self) -> str:
        """Return what two copies of an act share when the same was left out of them."""
        said = [[one.words, one.ground] for one in self.struck]
        held = [[one.rank, one.ground, one.reason] for one in self.held_back]
        return hashlib.sha256(json.dumps([said, held]).encode()).hexdigest()


@dataclass(frozen=True)
class Prepared:
    """A public copy that was made and searched, not kept yet."""

    source: Data
    context: Data
    content: bytes
    key: str


def chosen_for(act: Act) -> Chosen | None:
    """Return what is left out of the public copy of `act`, None without its document; 3 queries."""
    document = act.documents.filter(kind=DocumentKind.ACT).defer("content", "context").first()
    if document is None:
        return None
    struck = [
        Struck(one.words, one.get_ground_display())
        for one in act.redactions.order_by("position", "pk")
    ]
    annexes = Annex.objects.filter(act=act).select_related("withheld").order_by("position", "pk")
    held_back = [
        HeldBack(rank, annex.withheld.get_ground_display(), annex.withheld.reason)
        for rank, annex in enumerate(annexes, 1)
        if hasattr(annex, "withheld")
    ]
    return Chosen(document, struck, held_back)


def occurrences(act: Act, words: Sequence[str]) -> list[int]:
    """Return how many times a reader of the signed act meets each of `words`; one query."""
    document = act.documents.filter(kind=DocumentKind.ACT).defer("content", "context").first()
    if document is None:
        return [0] * len(words)
    context = act_context(document.source, draft=False, drafted_here=act.drafted_here)
    return [count_printed(context, document.source, one) for one in words]


def choose(
    *,
    act: Act,
    redactions: Sequence[tuple[str, str]],
    withheld: Sequence[Withheld],
    by: AbstractBaseUser | None,
) -> None:
    """Write what is left out of the public copy of `act`: (words, ground) and annexes.

    What is not given is no longer left out. What is online does not change before it is replaced.
    Raises CopyRefused with every reason.
    """
    lines = list(dict.fromkeys((" ".join(words.split()), ground) for words, ground in redactions))
    with transaction.atomic():
        locked = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
        if reasons := _faults(locked, lines, withheld):
            raise CopyRefused(reasons)
        _write_redactions(locked, lines, by)
        _write_withheld(locked, withheld, by)


def prepare_copy(act: Act) -> Prepared | None:
    """Make the public copy of `act` as it is chosen; None when nothing is left out.

    It takes seconds and writes nothing. Raises CopyRefused with every reason, and
    csipa.pdf.door.PdfError when it cannot be laid out.
    """
    chosen = chosen_for(act)
    if chosen is None:
        raise CopyRefused(["Le document signé de cet acte n’est pas gardé par le programme."])
    if chosen.is_whole:
        return None
    words = [one.words for one in chosen.struck]
    source = chosen.document.source
    nowhere = [
        f"« {one} » n’apparaît nulle part dans l’acte : corrigez ces mots, ou ôtez la ligne."
        for one, count in zip(words, occurrences(act, words), strict=True)
        if not count
    ]
    if reasons := [*striking_refusals(source, words), *nowhere]:
        raise CopyRefused(reasons)
    left_out = (chosen.struck, chosen.held_back)
    data = public_source(source, *left_out)
    context = public_context(source, *left_out, drafted_here=act.drafted_here)
    context["public"]["key"] = chosen.key
    try:
        content = public_pdf(context, data, chosen.struck)
    except WordsLeft as left:
        raise CopyRefused([str(left)]) from None
    return Prepared(data, context, content, chosen.key)


def ready_document(act: Act) -> FrozenDocument | None:
    """Return the document that the public may read as it is chosen now, None when none is made."""
    chosen = chosen_for(act)
    if chosen is None or chosen.is_whole:
        return chosen and chosen.document
    copies = act.documents.filter(kind=DocumentKind.PUBLIC_COPY, context__public__key=chosen.key)
    return copies.defer("content", "context").order_by("-created_at", "-pk").first()


def keep_copy(
    *, act: Act, prepared: Prepared, by: AbstractBaseUser | None, now: dt.datetime
) -> FrozenDocument:
    """Keep a copy that was prepared, for ever, beside the document of the act."""
    return FrozenDocument.objects.create(
        kind=DocumentKind.PUBLIC_COPY,
        act=act,
        content=prepared.content,
        sha256=hashlib.sha256(prepared.content).hexdigest(),
        size=len(prepared.content),
        source=prepared.source,
        context=prepared.context,
        template_version=TEMPLATE_VERSION,
        created_at=now,
        created_by=by,
    )


def _faults(act: Act, lines: Sequence[tuple[str, str]], withheld: Sequence[Withheld]) -> list[str]:
    chosen = chosen_for(act)
    if chosen is None:
        return ["Le document signé de cet acte n’est pas gardé par le programme."]
    reasons = striking_refusals(chosen.document.source, [words for words, _ in lines])
    twice = {words for words, _ in lines if [one for one, _ in lines].count(words) > 1}
    reasons += [f"« {words} » est écrit deux fois : gardez un seul motif." for words in twice]
    if any(len(words) > 200 for words, _ in lines):
        reasons.append("Écrivez au plus 200 signes par ligne : coupez le passage en plusieurs.")
    grounds = {ground for _, ground in lines} | {one.ground for one in withheld}
    if not grounds <= set(Ground.values):
        reasons.append("Choisissez le motif dans la liste.")
    known = set(Annex.objects.filter(act=act).values_list("pk", flat=True))
    if not {one.annex for one in withheld} <= known:
        reasons.append("L’annexe choisie n’est pas de cet acte : rechargez la page.")
    return reasons


def _write_redactions(
    act: Act, lines: Sequence[tuple[str, str]], by: AbstractBaseUser | None
) -> None:
    known = {row.words: row for row in Redaction.objects.filter(act=act)}
    for words in set(known) - {words for words, _ in lines}:
        known[words]._history_user = by
        known[words].delete()
    for rank, (words, ground) in enumerate(lines, 1):
        row = known.get(words) or Redaction(act=act, words=words)
        if row.pk is None or (row.position, row.ground) != (rank, ground):
            row.position, row.ground = rank, ground
            row._history_user = by
            row.save()


def _write_withheld(act: Act, withheld: Sequence[Withheld], by: AbstractBaseUser | None) -> None:
    known = {row.annex_id: row for row in WithheldAnnex.objects.filter(annex__act=act)}
    for key in set(known) - {one.annex for one in withheld}:
        known[key]._history_user = by
        known[key].delete()
    for one in withheld:
        row = known.get(one.annex) or WithheldAnnex(annex_id=one.annex)
        said = (one.ground, " ".join(one.reason.split()))
        if row.pk is None or (row.ground, row.reason) != said:
            row.ground, row.reason = said
            row._history_user = by
            row.save()

"""What one does with the visas of a draft: put them in legal order, fix their words, keep one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from conventions.exchange.visas import VISA_RELATIONS, follows_legal_order, place_of, read_visas
from conventions.models import Act, Convention, LegalText, TextState, Visa
from conventions.rules.visas import in_legal_order


@transaction.atomic
def order_visas(*, act: Act, by: AbstractBaseUser | None) -> int:
    """Number the visas of `act` in legal order; return how many changed places.

    Nothing but positions changes, and nothing at all where the program does not order the visas
    (`follows_legal_order`).
    """
    return _renumber(act, by) if follows_legal_order(act) else 0


def fix_visas(
    *, act: Act | None, conventions: Iterable[Convention], by: AbstractBaseUser | None
) -> None:
    """Copy into the visas of an act and of its conventions the words they took from what they cite.

    Call it inside the transaction that signs, once the act has its number – a convention may cite
    the act to which it is annexed – and before the seal. A convention closed alone has no act.
    """
    if act and act.visas_in_order and act.drafted_here:
        _renumber(act, by)
    owners = [{"convention__in": list(conventions)}, *([{"act": act}] if act else [])]
    for owner in owners:
        linked = Visa.objects.filter(**owner).exclude(legal_text=None, cited_act=None)
        for visa in read_visas(_lines(linked)):
            _save(visa, by, "Signature")


@transaction.atomic
def cite(
    *,
    act: Act,
    texts: Iterable[LegalText] = (),
    acts: Iterable[Act] = (),
    by: AbstractBaseUser | None,
) -> int:
    """Add to the draft `act` a visa for each text or act that it does not cite yet.

    They go last, then in their place where the program orders the visas. Returns how many lines
    were added; none to an act that is signed, nor to cite itself.
    """
    held = Act.objects.select_for_update(of=("self",)).get(pk=act.pk)
    if held.is_signed:
        return 0
    lines = list(Visa.objects.filter(act=held))
    position = max((line.position for line in lines), default=0)
    known = {("legal_text", line.legal_text_id) for line in lines}
    known |= {("cited_act", line.cited_act_id) for line in lines} | {("cited_act", held.pk)}
    wanted = [*(("legal_text", row) for row in texts), *(("cited_act", row) for row in acts)]
    new = [pair for pair in wanted if (pair[0], pair[1].pk) not in known]
    for rank, (column, row) in enumerate(new, start=1):
        _save(Visa(act=held, position=position + rank, **{column: row}), by, "Visa ajouté")
    if new:
        order_visas(act=held, by=by)
        _next_version(held, by)
    return len(new)


@transaction.atomic
def keep_in_library(
    *, visa: Visa, by: AbstractBaseUser | None, name: str, kind: str, date: dt.date | None
) -> LegalText:
    """Make a text of the library of a visa typed by hand, to be reviewed, and tie the line to it.

    The words of the visa become those of the text. A text that has the same words already is
    taken as it is. Raises ValidationError on a bad value.
    """
    owner = _held(visa)
    text = LegalText.objects.filter(wording=visa.text).first()
    if text is None:
        text = LegalText(
            kind=kind, name=name, wording=visa.text, date=date, state=TextState.TO_REVIEW
        )
        text._history_user = by
        text.full_clean()
        text.save()
    visa.legal_text, visa.text = text, ""
    _save(visa, by, "Mis dans la bibliothèque")
    _next_version(owner, by)
    return text


def _held(visa: Visa) -> Act | Convention:
    """Return the owner of a visa, its row held until the end of the transaction."""
    model, key = (Act, visa.act_id) if visa.act_id else (Convention, visa.convention_id)
    owner: Act | Convention = model.objects.select_for_update(of=("self",)).get(pk=key)
    return owner


def _next_version(owner: Act | Convention, by: AbstractBaseUser | None) -> None:
    """Let whoever has the page of `owner` open know that it changed meanwhile."""
    owner.version += 1
    owner._history_user = by
    owner.save(update_fields=["version"])


def _renumber(act: Act, by: AbstractBaseUser | None) -> int:
    moved = 0
    lines = in_legal_order(_lines(Visa.objects.filter(act=act)), place_of)
    for position, visa in enumerate(lines, start=1):
        if visa.position != position:
            visa.position = position
            _save(visa, by, "Ordre légal")
            moved += 1
    return moved


def _lines(visas: QuerySet[Visa]) -> list[Visa]:
    related = visas.select_related("act", "convention", *VISA_RELATIONS)
    return list(related.order_by("position", "pk"))


def _save(visa: Visa, by: AbstractBaseUser | None, reason: str) -> None:
    visa._history_user = by
    visa._change_reason = reason
    visa.save()

"""Takes an act or a convention from a file, whole, or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from conventions.actions.ending import settle_end
from conventions.actions.freezing import freeze_act, freeze_convention, render_ahead
from conventions.actions.importing_convention import (
    create_convention,
    number_columns,
    write_lines,
)
from conventions.actions.importing_meeting import take_meeting
from conventions.actions.numbers import place_of_number, reach_number, refuse_double
from conventions.actions.records import RecordBook, record_faults
from conventions.actions.replacing import replacing_refusal
from conventions.exchange import mapping, reader
from conventions.exchange.compare import pruned
from conventions.exchange.faults import ExchangeError, Fault
from conventions.exchange.from_pdf import exchange_bytes
from conventions.exchange.mapping import columns
from conventions.models import (
    Act,
    ActState,
    Annex,
    Convention,
    Effect,
    Execution,
    FrozenDocument,
    Origin,
    Provision,
    Vote,
)
from conventions.rules.numbering import NumberError
from csipa.audit.actions import acknowledge
from csipa.audit.sources import Source

Data = dict[str, Any]


@dataclass(frozen=True)
class Imported:
    """What an import wrote, and what a person should look at afterwards (French sentences)."""

    act: Act | None
    convention: Convention | None
    notices: list[str] = field(default_factory=list)


def import_file(
    *, content: bytes, by: AbstractBaseUser | None, now: dt.datetime, replace: bool = False
) -> Imported:
    """Write the act or convention of a file, or raise ExchangeError with every fault it holds.

    The file is the exchange file, or a PDF that carries it. An act that carries a number is taken
    as signed and its document is frozen at once; without one it becomes a draft. `replace` puts the
    file in the place of an act imported earlier; an act that was signed in the program is never
    replaced.
    """
    data = reader.parse(exchange_bytes(content))
    if faults := [*reader.faults_of(data), *record_faults(data)]:
        raise ExchangeError(faults)
    alone = data["format"] == reader.CONVENTION_FORMAT
    write = _import_convention if alone else _import_act
    signed = _date_of(data) if alone else data.get("number")
    freezing = {
        "by": by,
        "now": now,
        "rendered": render_ahead(pruned(data), drafted_here=False) if signed else {},
    }
    try:
        with transaction.atomic():
            return write(data, RecordBook(), freezing, replace=replace)
    except IntegrityError:
        # Somebody wrote the same one at the same moment: by now it is found, and refused in French.
        with transaction.atomic():
            return write(data, RecordBook(), freezing, replace=replace)


def _date_of(data: Data) -> str | None:
    day: str | None = (data.get("signature") or {}).get("date")
    return day


def _import_act(data: Data, book: RecordBook, freezing: Data, *, replace: bool) -> Imported:
    act = _new_act(data, book)
    _make_room(act, replace=replace)
    if data.get("meeting"):
        act.meeting = take_meeting(act, data["meeting"], book, replace=replace)
        act.meeting_rank = data["meeting"].get("rank")
    act.save()
    _create_parts(act, data)
    for rank, annex in enumerate(data.get("annexes") or [], start=1):
        _create_annex(act, annex, rank, book)
    _reach(act)
    if act.is_signed:
        freeze_act(act=act, **freezing)
    for convention in Convention.objects.filter(annex__act=act):
        settle_end(convention=convention)
    return Imported(act, None, book.notices)


def _reach(act: Act) -> None:
    """Let the series go on after an act that came with a number of it, and refuse a double."""
    year = act.year or (act.signature_date and act.signature_date.year)
    series = {"authority": act.authority, "nature": act.nature}
    place = act.year and act.sequence and (act.year, act.sequence)
    if act.is_signed and year and not place:
        place = place_of_number(number=act.number, year=year, **series)
    if place:
        reach_number(year=place[0], sequence=place[1], **series)
        try:
            refuse_double(act, *place)
        except NumberError as error:
            raise ExchangeError([Fault("number", str(error))]) from None


def _new_act(data: Data, book: RecordBook) -> Act:
    authority = book.authority(data["authority"])
    signature, delegation = data.get("signature") or {}, data.get("delegation") or {}
    return Act(
        authority=authority,
        origin=Origin.IMPORTED,
        as_written=True,
        state=ActState.SIGNED if data.get("number") else ActState.DRAFT,
        signatory=book.representative(authority, signature),
        delegation_text=delegation.get("text") or "",
        delegation_dates=delegation.get("dates") or [],
        individual=bool(data.get("individual")),
        to_transmit=data.get("to_transmit") is not False,
        **columns(Act, data["authority"], mapping.AUTHORITY),
        **columns(Act, data, mapping.ACT),
        **columns(Act, signature, mapping.ACT_SIGNATURE),
    )


def _create_parts(act: Act, data: Data) -> None:
    write_lines(data, act=act)
    for rank, provision in enumerate(data["provisions"], start=1):
        values = columns(Provision, provision, mapping.PROVISION)
        Provision.objects.create(act=act, position=rank, **values)
    for rank, effect in enumerate(data.get("effects") or [], start=1):
        Effect.objects.create(act=act, position=rank, **columns(Effect, effect, mapping.EFFECT))
    for model, table, key in (
        (Vote, mapping.VOTE, "vote"),
        (Execution, mapping.EXECUTION, "execution"),
    ):
        if pruned(data.get(key) or {}):
            model.objects.create(act=act, **columns(model, data[key], table))


def _create_annex(act: Act, data: Data, rank: int, book: RecordBook) -> None:
    convention = None
    if data.get("convention"):
        _refuse_known_reference(data["convention"].get("reference"), rank)
        path = f"annexes[{rank - 1}].convention."
        convention = create_convention(data["convention"], book, path=path)
    Annex.objects.create(
        act=act,
        position=rank,
        title=data["title"],
        convention=convention,
        text=data.get("text") or "",
        **number_columns(data),
    )


def _refuse_known_reference(reference: str | None, rank: int) -> None:
    if reference and Convention.objects.filter(reference=reference).exists():
        path = f"annexes[{rank - 1}].convention.reference"
        sentence = f"une autre convention porte déjà la référence « {reference} »."
        raise ExchangeError([Fault(path, sentence)])


def _make_room(act: Act, *, replace: bool) -> None:
    """Raise ExchangeError when the act is already there, or delete the one imported earlier."""
    twins = Act.objects.filter(authority=act.authority, nature=act.nature)
    same = Q(number=act.number)
    if not act.number:
        same &= Q(title=act.title)
    elif act.year:
        same &= Q(year=act.year)
    else:
        same &= Q(signature_date=act.signature_date)
    if act.year and act.sequence:
        same |= Q(year=act.year, sequence=act.sequence)
    for twin in twins.filter(same):
        _refuse_or_delete(twin, replace=replace)


def _refuse_or_delete(twin: Act, *, replace: bool) -> None:
    if twin.is_cancelled:
        sentence = f"« {twin} » est annulé : son numéro n’est plus donné."
        raise ExchangeError([Fault("number", sentence)])
    if twin.drafted_here and twin.is_signed:
        raise ExchangeError(
            [Fault("number", f"« {twin} » est un acte signé ici : il ne peut pas être remplacé.")]
        )
    if not replace:
        raise ExchangeError(
            [
                Fault(
                    "number",
                    f"« {twin} » existe déjà. Pour remplacer l’acte par ce fichier, demandez-le "
                    "expressément (option --replace).",
                )
            ]
        )
    annexed = list(Convention.objects.filter(annex__act=twin))
    _delete([twin, *annexed])


def _import_convention(data: Data, book: RecordBook, freezing: Data, *, replace: bool) -> Imported:
    reference = data.get("reference")
    twin = Convention.objects.filter(reference=reference).first() if reference else None
    if twin is not None:
        _refuse_or_delete_convention(twin, replace=replace)
    convention = create_convention(data, book)
    if _date_of(data):
        freeze_convention(convention=convention, **freezing)
    settle_end(convention=convention)
    return Imported(None, convention, book.notices)


def _refuse_or_delete_convention(twin: Convention, *, replace: bool) -> None:
    if twin.sealed or Annex.objects.filter(convention=twin).exists():
        sentence = f"« {twin} » est annexée à un acte : remplacez l’acte."
        raise ExchangeError([Fault("reference", sentence)])
    if not replace:
        sentence = (
            f"« {twin} » existe déjà. Pour la remplacer par ce fichier, demandez-le expressément "
            "(option --replace)."
        )
        raise ExchangeError([Fault("reference", sentence)])
    _delete([twin])


def _delete_documents(twin: Act | Convention) -> None:
    """Delete the documents of an import that is corrected; the trail keeps their hashes."""
    keys = list(twin.documents.values_list("pk", flat=True))
    twin.documents.all().delete()
    acknowledge(
        source=Source(FrozenDocument),
        rows=keys,
        reason="Import remplacé par un fichier corrigé",
        now=timezone.now(),
    )


def _delete(twins: list[Act | Convention]) -> None:
    """Delete what a file replaces; raise ExchangeError when other records rest on it."""
    conventions = [twin for twin in twins if isinstance(twin, Convention)]
    path = "number" if isinstance(twins[0], Act) else "reference"
    act = next((twin for twin in twins if isinstance(twin, Act)), None)
    if reason := replacing_refusal(str(twins[0]), conventions, act=act):
        raise ExchangeError([Fault(path, reason)])
    amended = [twin.parent for twin in conventions if twin.is_amendment]
    for twin in twins:
        try:
            _delete_documents(twin)
            twin.delete()
        except ProtectedError:
            sentence = (
                f"« {twin} » ne peut pas être remplacé : d’autres fiches en dépendent (avenant, "
                "reconduction, résiliation, copie signée, acte qui le vise)."
            )
            raise ExchangeError([Fault(path, sentence)]) from None
    for convention in filter(None, amended):
        settle_end(convention=convention)

"""Writes the rows of a convention that a file describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from conventions.actions.records import RecordBook
from conventions.exchange import mapping
from conventions.exchange.faults import ExchangeError, Fault
from conventions.exchange.mapping import columns
from conventions.models import (
    Act,
    Article,
    Commitment,
    Convention,
    EmpoweringAct,
    ParentRelation,
    Party,
    Recital,
    Visa,
)
from conventions.review.consolidation import original_of

Data = dict[str, Any]


def create_convention(data: Data, book: RecordBook, *, path: str = "") -> Convention:
    """Create a convention with its parties and articles; what deserves a look goes to `book`.

    `path` begins the paths of its faults. Raises ExchangeError for an amendment of a rank that the
    convention already has.
    """
    period, notice = data.get("period") or {}, data.get("notice") or {}
    parent = data.get("parent") or {}
    amended = _parent(data)
    _refuse_known_rank(data, amended, path)
    notice_value = notice.get("days") if notice.get("value") is None else notice.get("value")
    convention = Convention.objects.create(
        as_written=True,
        site=book.site(data.get("site") or ""),
        site_name=data.get("site") or "",
        parent=amended,
        notice_value=notice_value,
        notice_in_days=notice.get("days") is not None,
        **columns(Convention, data, mapping.CONVENTION),
        **columns(Convention, parent, mapping.PARENT),
        **columns(Convention, data.get("authorised_by"), mapping.AUTHORISED_BY),
        **columns(Convention, period, mapping.PERIOD),
        **columns(Convention, period.get("renewal_deadline"), mapping.RENEWAL_DEADLINE),
        **columns(Convention, notice, mapping.NOTICE),
        **columns(Convention, data.get("signature"), mapping.CONVENTION_SIGNATURE),
    )
    write_lines(data, convention=convention)
    parties = [
        _create_party(convention, party, rank, book)
        for rank, party in enumerate(data.get("parties") or [], start=1)
    ]
    _create_articles(convention, data.get("articles") or [], parties, position=0, depth=0)
    _adopt(convention, book)
    return convention


def _parent(data: Data) -> Convention | None:
    """Return the convention that another follows; an amendment always follows the original."""
    parent = data.get("parent") or {}
    reference = parent.get("reference")
    if not reference or reference == data.get("reference"):
        return None
    found = Convention.objects.filter(reference=reference).first()
    if found is None or parent.get("relation") != ParentRelation.AMENDMENT:
        return found
    return original_of(found)


def _refuse_known_rank(data: Data, amended: Convention | None, path: str) -> None:
    rank, relation = data.get("rank"), (data.get("parent") or {}).get("relation")
    if amended is None or rank is None or relation != ParentRelation.AMENDMENT:
        return
    if _amendments(amended).filter(rank=rank).exists():
        sentence = f"la convention « {amended} » a déjà un avenant n° {rank}."
        raise ExchangeError([Fault(f"{path}rank", sentence)])


def _amendments(convention: Convention) -> QuerySet[Convention]:
    return Convention.objects.filter(parent=convention, parent_relation=ParentRelation.AMENDMENT)


def _adopt(convention: Convention, book: RecordBook) -> None:
    """Tie to a convention the amendments that came before it, in whatever order files arrive."""
    if not convention.reference:
        return
    amended = original_of(convention)
    orphans = Convention.objects.filter(
        parent=None,
        sealed=False,
        parent_relation=ParentRelation.AMENDMENT,
        parent_reference=convention.reference,
    )
    for orphan in orphans.exclude(pk=amended.pk).order_by("rank", "pk"):
        if orphan.rank is not None and _amendments(amended).filter(rank=orphan.rank).exists():
            book.notices.append(
                f"« {orphan} » n’est pas rattaché : « {amended} » a déjà un avenant "
                f"n° {orphan.rank}."
            )
            continue
        orphan.parent = amended
        orphan._change_reason = "Import de la convention"
        orphan.save(update_fields=["parent"])
        book.notices.append(f"Avenant déjà importé, rattaché à « {amended} » : « {orphan} ».")


def write_lines(
    data: Data, *, act: Act | None = None, convention: Convention | None = None
) -> None:
    """Write the visas and recitals of an act or of a convention, in their order."""
    owner = {"act": act, "convention": convention}
    for rank, visa in enumerate(data.get("visas") or [], start=1):
        cited = columns(Visa, visa.get("refers_to"), mapping.REFERS_TO)
        Visa.objects.create(position=rank, text=visa["text"], **owner, **cited)
    for rank, text in enumerate(data.get("recitals") or [], start=1):
        Recital.objects.create(position=rank, text=text, **owner)


def number_columns(data: Data) -> Data:
    """Return the columns of a printed number, which a file may give as a text or as an integer."""
    number = data.get("number")
    return {
        "number": "" if number is None else str(number),
        "number_is_integer": isinstance(number, int),
    }


def _create_party(convention: Convention, data: Data, rank: int, book: RecordBook) -> Party:
    organisation = book.organisation(data)
    person = data.get("representative") or {}
    party = Party.objects.create(
        convention=convention,
        position=rank,
        as_written=True,
        organisation=organisation,
        representative=book.representative(organisation, person),
        **columns(Party, data, mapping.PARTY),
        **columns(Party, person, mapping.REPRESENTATIVE),
    )
    for place, act in enumerate(data.get("acts") or [], start=1):
        values = columns(EmpoweringAct, act, mapping.EMPOWERING_ACT)
        EmpoweringAct.objects.create(party=party, position=place, **values)
    return party


def _create_articles(
    convention: Convention,
    articles: list[Data],
    parties: Sequence[Party],
    position: int,
    depth: int,
) -> int:
    """Write articles and their sub-articles in reading order; return the last position used."""
    for data in articles:
        position += 1
        _create_article(convention, data, parties, position, depth)
        position = _create_articles(
            convention, data.get("articles") or [], parties, position, depth + 1
        )
    return position


def _create_article(
    convention: Convention, data: Data, parties: Sequence[Party], position: int, depth: int
) -> None:
    commitments = data.get("commitments") or {}
    rank = commitments.get("party")
    article = Article.objects.create(
        convention=convention,
        position=position,
        depth=depth,
        committed_party=parties[rank - 1] if rank else None,
        **number_columns(data),
        **columns(Article, data, mapping.ARTICLE),
    )
    for place, text in enumerate(commitments.get("items") or [], start=1):
        Commitment.objects.create(article=article, position=place, text=text)

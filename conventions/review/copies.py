"""The signed copies of an act or of a convention, and what their electronic signatures say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import BinaryField, Case, F, Func, Prefetch, QuerySet, Value, When
from django.utils import timezone

from conventions.models import (
    Act,
    Convention,
    CopyKind,
    DocumentKind,
    FrozenDocument,
    Party,
    SignedCopy,
)
from csipa.french.dates import long_date
from csipa.french.grammar import de
from csipa.french.hours import said_time
from csipa.pdf.checking import SignatureFound


def filed_copies(text: Act | Convention) -> list[SignedCopy]:
    """Return the signed copies of a text, latest first, their bytes left in the database.

    Each tells by `holds_frozen` whether it is the frozen document with something added after it.
    Two queries, and one for the frozen document.
    """
    size, content = signed_document(text).values_list("size", "content").first() or (0, b"")
    start = Func(
        F("file__content"), Value(1), Value(size), function="SUBSTR", output_field=BinaryField()
    )
    is_frozen = Case(
        When(starts_as=bytes(content), file__size__gt=size, then=Value(value=bool(size))),
        default=Value(value=False),
    )
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    return list(
        SignedCopy.objects.filter(**_of(text))
        .alias(starts_as=start)
        .annotate(holds_frozen=is_frozen)
        .select_related("file__stored_by", "document")
        .defer("file__content", "document__content", "document__context", "document__source")
        .prefetch_related(Prefetch("parties", parties))
        .order_by(F("withdrawn_at").asc(nulls_first=True), "-pk")
    )


def signed_document(text: Act | Convention) -> QuerySet[FrozenDocument]:
    """Return the query of the document that is signed: that of the act or of the convention."""
    kind = DocumentKind.ACT if isinstance(text, Act) else DocumentKind.CONVENTION
    return FrozenDocument.objects.filter(kind=kind, **_of(text))


def _of(text: Act | Convention) -> dict[str, Act | Convention]:
    return {"act": text} if isinstance(text, Act) else {"convention": text}


@dataclass(frozen=True)
class Line:
    """A copy on its page: the signatures found in it when it came, and what they prove."""

    copy: SignedCopy

    @cached_property
    def signatures(self) -> list[SignatureFound]:
        """Return the signatures that were found."""
        return [SignatureFound.from_data(data) for data in self.copy.signatures]

    @property
    def is_elsewhere(self) -> bool:
        """Tell whether it is an electronic copy that is not made of the frozen document."""
        return self.copy.kind == CopyKind.ELECTRONIC and not self.copy.holds_frozen

    @property
    def is_broken(self) -> bool:
        """Tell whether one of the signatures proves nothing any more."""
        return any(not signature.holds for signature in self.signatures)


def lines_of(copies: Iterable[SignedCopy]) -> list[Line]:
    """Return copies as their page shows them."""
    return [Line(copy) for copy in copies]


def told_of(signature: SignatureFound) -> str:
    """Return one sentence on a signature: who, when, and how far it can be believed."""
    kind = "Cachet" if signature.seal else "Signature"
    who = de(signature.signer) if signature.signer else "d’un inconnu"
    state = "intacte" if not signature.seal else "intact"
    holds = state if signature.holds else "sans valeur, ce qui a été signé a changé depuis"
    trust = "autorité reconnue" if signature.trusted else "autorité non vérifiée"
    by = signature.issuer or "une autorité sans nom"
    return f"{kind} {who}{_when(signature)} : {holds} ; certificat délivré par {by}, {trust}."


def _when(signature: SignatureFound) -> str:
    if signature.signed_at is None:
        return ""
    local = timezone.localtime(signature.signed_at)
    return f", le {long_date(local.date())} à {said_time(local.time())}"

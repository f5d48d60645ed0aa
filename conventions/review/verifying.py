"""What the register knows of a file that somebody shows: which document it is, and who may hear it.

A hash names a document exactly: whoever holds the file learns that it is one of ours. Which act it
is, is told when that act is public, or to a person who may see it in the back office.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils import timezone

from conventions.models import Act, DocumentKind, FrozenDocument, Publication, SignedCopy
from conventions.review.public_register import readable
from csipa.french.dates import long_date
from csipa.pdf.checking import Checked

Person = AbstractBaseUser | AnonymousUser


class Verdict(StrEnum):
    """What a file is to the register: a document of it, signed, with more after it, or nothing."""

    DOCUMENT = "document"
    SIGNED = "signed"
    EXTENDED = "extended"
    COPY = "copy"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """What is told of a file.

    `unsigned` is the hash of the document that a signed file begins with; `vouched`: the register
    keeps this signed file, or a trusted authority knows a signer. `address` is the permanent one of
    a public act, `inside` the page of the back office, for who may open it.
    """

    verdict: Verdict
    sha256: str
    unsigned: str = ""
    told: list[str] = field(default_factory=list)
    address: str = ""
    inside: str = ""
    vouched: bool = False


@dataclass(frozen=True)
class _Told:
    """One document, its act if it has one, and the publication that anybody may read."""

    document: FrozenDocument
    act: Act | None
    online: Publication | None


def answer_of(sha256: str, person: Person, checked: Checked | None = None) -> Answer:
    """Return what the register knows of the file of that hash; at most seven queries.

    `checked` is the reading of the file, when it was given and not its hash only.
    """
    frozen = _frozen([sha256])
    if document := frozen.get(sha256):
        return _answer(Verdict.DOCUMENT, sha256, document, person)
    filed = list(_filed_told(sha256))
    unsigned, document = _beginning(checked)
    if document and checked:
        verdict = Verdict.SIGNED if _only_signed(checked, unsigned) else Verdict.EXTENDED
        answer = _answer(verdict, sha256, document, person)
        return replace(
            answer,
            unsigned=unsigned,
            told=[*filed, *answer.told],
            vouched=bool(filed) or any(found.trusted for found in checked.signatures),
        )
    return Answer(Verdict.COPY if filed else Verdict.UNKNOWN, sha256, told=filed)


def _beginning(checked: Checked | None) -> tuple[str, FrozenDocument | None]:
    """Return the hash and the frozen document that a file begins with, if there is one."""
    revisions = checked.revisions if checked else ()
    known = _frozen(revisions)
    return next(((sha256, known[sha256]) for sha256 in revisions if sha256 in known), ("", None))


def _only_signed(checked: Checked, unsigned: str) -> bool:
    """Tell whether the file is a document and nothing but signatures, all of which hold."""
    return (
        unsigned in checked.faithful
        and bool(checked.signatures)
        and not checked.unread
        and all(signature.holds for signature in checked.signatures)
    )


def _frozen(hashes: Iterable[str]) -> dict[str, FrozenDocument]:
    """Return the frozen documents of these hashes, without their bytes; one query at most."""
    wanted = list(hashes)
    if not wanted:
        return {}
    found = FrozenDocument.objects.filter(sha256__in=wanted).without_bytes().order_by("-pk")
    return {document.sha256: document for document in found}


def _filed_told(sha256: str) -> Iterator[str]:
    """Say that the file is among the signed copies that are kept, or was set aside."""
    withdrawn = list(
        SignedCopy.objects.filter(file__sha256=sha256).values_list("withdrawn_at", flat=True)[:20]
    )
    if None in withdrawn:
        yield "La collectivité conserve ce fichier parmi ses copies signées."
    elif withdrawn:
        yield (
            "La collectivité a retiré cette copie signée de son dossier : demandez-lui celle qui "
            "la remplace."
        )


def _answer(verdict: Verdict, sha256: str, document: FrozenDocument, person: Person) -> Answer:
    """Return what is told of a document of the register to this person."""
    act = _act_of(document)
    online = _online(act) if act else None
    about = _Told(document, act, online)
    lines = list(_public(about))
    inside = _inside(document, person)
    if inside:
        lines.append(f"Dans le programme : {_name(about)}.")
    address = reverse("act", args=[online.address]) if online and _is_told(about) else ""
    return Answer(verdict, sha256, told=lines, address=address, inside=inside)


def _online(act: Act) -> Publication | None:
    """Return the publication of an act that anybody may read, with its document but no bytes."""
    heavy = (f"document__{column}" for column in ("content", "context", "source"))
    return readable().filter(act=act).select_related("document").defer(*heavy).first()


def _act_of(document: FrozenDocument) -> Act | None:
    """Return the act a document is of, or is annexed to."""
    acts = Act.objects.select_related("cancellation")
    if document.act_id:
        return acts.get(pk=document.act_id)
    if document.convention_id:
        return acts.filter(annexes__convention=document.convention_id).first()
    return None


def _is_told(about: _Told) -> bool:
    """Tell whether a stranger may hear which public act the document is of.

    Of an act whose public copy lacks words, the original and its parts stay nobody's.
    """
    whole = about.online and about.online.document_id == about.document.pk
    of_public = about.document.kind in {DocumentKind.PUBLIC_COPY, DocumentKind.CERTIFICATE}
    return bool(about.online) and (bool(whole) or of_public or _is_public_annex(about))


def _is_public_annex(about: _Told) -> bool:
    """Tell whether the document is a convention that the act online gives whole."""
    if about.document.kind != DocumentKind.CONVENTION or not about.online:
        return False
    return about.online.document.kind == DocumentKind.ACT


def _public(about: _Told) -> Iterator[str]:
    """Say what anybody who holds the file may know of it."""
    if _is_told(about):
        yield _told_of_public(about)
    else:
        yield from _told_of_hidden(about)
    if about.act and about.act.is_cancelled:
        yield (
            "Le numéro de cet acte a été annulé : il ne produit aucun effet, et ce document n’est "
            "gardé que pour mémoire."
        )
    if about.document.kind == DocumentKind.CERTIFICATE and _is_older(about.document):
        yield "Un certificat plus récent du même acte existe : demandez-le à la collectivité."


def _told_of_public(about: _Told) -> str:
    """Say which public act the document is of, and which of its copies."""
    reference, kind = about.act.reference, about.document.kind
    if kind == DocumentKind.CERTIFICATE:
        return f"{reference} : c’est son certificat de caractère exécutoire."
    if kind == DocumentKind.CONVENTION:
        return f"{reference} : c’est une convention qui lui est annexée."
    if about.online.document_id != about.document.pk:
        day = long_date(timezone.localdate(about.online.last_modified))
        return (
            f"{reference} : c’est une ancienne copie publique, remplacée le {day}. Lisez celle du "
            "registre public."
        )
    if kind == DocumentKind.PUBLIC_COPY:
        return (
            f"{reference} : c’est sa copie publique, dont des mentions ont été retirées comme la "
            "loi le demande. Le document d’origine reste à la collectivité ; son empreinte n’est "
            "pas donnée ici."
        )
    return f"{reference} : c’est le document du registre public."


def _told_of_hidden(about: _Told) -> Iterator[str]:
    """Say no more than that the document is ours: neither its number nor its object."""
    was_online = about.act and not about.online and Publication.objects.filter(act=about.act)
    if was_online and was_online.filter(withdrawn_at__isnull=False).exists():
        yield "L’acte a été retiré du registre public."
    else:
        yield "Ce document n’est pas dans le registre public."
    yield (
        "La collectivité en détient l’original : elle seule dit ce qu’il est à qui a le droit de "
        "le savoir."
    )


def _is_older(document: FrozenDocument) -> bool:
    return FrozenDocument.objects.filter(
        act=document.act_id, kind=DocumentKind.CERTIFICATE, pk__gt=document.pk
    ).exists()


def _inside(document: FrozenDocument, person: Person) -> str:
    """Return the page of the back office where the document is, for who may see it."""
    for model in ("act", "convention", "meeting"):
        key = getattr(document, f"{model}_id")
        if key and person.is_active and person.is_staff:
            if person.has_perm(f"conventions.view_{model}"):
                return reverse(f"admin:conventions_{model}_change", args=[key])
            return ""
    return ""


def _name(about: _Told) -> str:
    """Return what a person of the house calls the document."""
    document = about.document
    owner = document.act or document.convention or document.meeting
    named = owner.reference if document.act else str(owner)
    return f"{document.get_kind_display()} – {named}"

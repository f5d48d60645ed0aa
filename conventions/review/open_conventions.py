"""Conventions in force, as open data: what was agreed between whom; no natural person is named."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch
from django.urls import reverse

from conventions.models import Act, Annex, Convention, LegalForm, Party
from conventions.review.open_acts import public_act_address
from conventions.rules.open_names import PERSON, without_names
from conventions.rules.redaction import strike
from csipa.french.grammar import upper_first
from csipa.opendata.datasets import Reading, Row

_UNNAMED = "Publiée sans le nom de la personne physique qui y est partie."


def conventions_in_force(reading: Reading) -> Iterator[Row]:
    """Yield the conventions that hold on the day, amendments told with what they amend.

    Four queries. What an individual act authorises, or an annex withheld from the public copy, is
    left out: open data tells nothing that the register keeps to itself.
    """
    parties = Party.objects.select_related("organisation").order_by("position", "pk")
    found = (
        Convention.objects.in_force(reading.day)
        .told_alone()
        .select_related("annex__act__publication", "annex__withheld", "site")
        .prefetch_related(Prefetch("parties", queryset=parties), "annex__act__redactions")
        .order_by("start", "reference", "pk")
    )
    for convention in found:
        page = reverse("admin:conventions_convention_change", args=[convention.pk])
        annex: Annex | None = getattr(convention, "annex", None)
        if why := _secret(annex):
            reading.leave_out(str(convention), why, page)
            continue
        people = [party for party in convention.parties.all() if _is_person(party)]
        if people:
            reading.remark(convention.reference or str(convention), _UNNAMED, page)
        yield _row(convention, annex, people)


def _secret(annex: Annex | None) -> str:
    if annex is None:
        return ""
    if hasattr(annex, "withheld"):
        return "Son texte n’est pas publié : l’annexe est retirée de la copie publique."
    if annex.act.individual:
        return "L’acte qui l’autorise est individuel : il ne se publie pas."
    return ""


def _row(convention: Convention, annex: Annex | None, people: list[Party]) -> Row:
    act = annex.act if annex else None
    struck = [one.words for one in act.redactions.all()] if act else []
    names = [name for party in people for name in _names(party)]
    publication = getattr(act, "publication", None) if act else None
    return {
        "reference": without_names(strike(convention.reference, struck), names),
        "nature": str(convention.get_kind_display()),
        "objet": without_names(strike(convention.title, struck), names),
        "parties": " | ".join(_party(party, struck) for party in convention.parties.all()),
        "site": convention.site.name if convention.site else "",
        "debut": convention.start,
        "fin": convention.ends_on,
        **_authorised_by(convention, act),
        "acte_url": (
            public_act_address(publication.address) if publication and publication.is_online else ""
        ),
    }


def _authorised_by(convention: Convention, act: Act | None) -> Row:
    if act is not None:
        return {
            "acte_nature": str(act.get_nature_display()),
            "acte_numero": act.number,
            "acte_date": act.signature_date,
        }
    return {
        "acte_nature": str(convention.get_authorised_by_nature_display()),
        "acte_numero": convention.authorised_by_number,
        "acte_date": convention.authorised_by_date,
    }


def _party(party: Party, struck: list[str]) -> str:
    """Return the name of a party as the text has it, without its article; no person is named."""
    if _is_person(party):
        return PERSON
    name = party.name
    if not name or name.casefold() == party.organisation.the_name.casefold():
        name = upper_first(party.organisation.name)
    return PERSON if strike(name, struck) != name else name


def _is_person(party: Party) -> bool:
    return LegalForm.PERSON in (party.legal_form, party.organisation.kind)


def _names(party: Party) -> list[str]:
    return [
        party.name,
        party.organisation.official_name,
        party.representative_first_name,
        party.representative_last_name,
    ]

"""The words that an act takes from the records it points at, until it is signed.

Nothing is retyped: names, articles, genders and capacities come from the organisations and their
representatives. Rows marked `as_written` keep their own words and take none.
"""

from __future__ import annotations

from conventions.exchange.finance import finance_data
from conventions.exchange.powers import delegation_words, holder_gender
from conventions.exchange.premises import premises_data
from conventions.models import Act, Body, Convention, Party, Visa
from conventions.rules.citing import CitedAct, cited
from conventions.rules.delegation_wording import for_prevented
from conventions.rules.visas import closed
from csipa.french.grammar import Gender, agree, possessive, upper_first
from csipa.french.numbers import in_words
from sites.models import Article, Organisation, Representative

Words = dict[str, object]


def act_words(act: Act) -> Words:
    """Return the columns of `act` that follow the authority's and the signatory's records."""
    if act.as_written:
        return {}
    words: Words = {
        "authority_name": upper_first(act.authority.name),
        "authority_siren": act.authority.siren,
        "authority_insee_code": _insee_code(act.authority),
        "signature_place": act.signature_place or _seat(act.authority),
    }
    if act.signatory:
        words |= {
            "signature_on_behalf": act.signatory.on_behalf,
            "signature_capacity": upper_first(act.signatory.the_capacity),
            "signature_first_name": act.signatory.first_name,
            "signature_last_name": act.signatory.last_name.upper(),
            "signature_gender": act.signatory.gender,
        }
    if act.signature_prevented:
        words["signature_on_behalf"] = for_prevented(act.body, holder_gender(act))
    return words | _delegation_words(act)


def _delegation_words(act: Act) -> Words:
    """Return the visas of delegation of an act that was given no words of its own for them."""
    if act.delegation_text:
        return {}
    text, dates = delegation_words(act)
    return {"delegation_text": text, "delegation_dates": dates} if text else {}


def convention_words(convention: Convention) -> Words:
    """Return the columns of `convention` that the program words by itself.

    Reads its price and its premises, and their lines.
    """
    if convention.as_written:
        return {}
    structured = {"premises": premises_data(convention), "finance": finance_data(convention)}
    words: Words = {column: data for column, data in structured.items() if data}
    return words | _closing_words(convention)


def _closing_words(convention: Convention) -> Words:
    if convention.closing or not convention.originals:
        return {}
    if convention.originals == 1:
        return {"closing": "Fait en un exemplaire original."}
    return {"closing": f"Fait en {in_words(convention.originals)} exemplaires originaux."}


def party_words(party: Party) -> Words:
    """Return the columns of `party` that follow its organisation's and representative's records."""
    if party.as_written:
        return {}
    organisation = party.organisation
    words: Words = {
        "name": upper_first(organisation.the_name),
        "legal_form": organisation.kind,
        "siren": organisation.siren,
        "siret": organisation.siret,
        "rna": organisation.rna,
        "insee_code": _insee_code(organisation),
        "seat": organisation.seat,
        "short_name": party.short_name or organisation.short_name,
    }
    if party.representative:
        words |= _representative_words(organisation, party.representative)
    return words


def visa_words(visa: Visa) -> Words:
    """Return the columns of `visa` that follow the text or the act it is tied to.

    Words typed by hand stay; the reference of an act of the register is always its own. What is
    sealed takes none. Reads `visa.act` or `visa.convention`, `visa.legal_text`, `visa.cited_act`
    and its authority.
    """
    owner = visa.act or visa.convention
    if owner is None or owner.sealed:
        return {}
    if visa.legal_text:
        return {} if visa.text else {"text": closed(visa.legal_text.wording)}
    act = visa.cited_act
    if act is None:
        return {}
    elsewhere = visa.act is None or visa.act.authority_id != act.authority_id
    words: Words = {
        "cited_nature": act.nature,
        "cited_number": act.number,
        "cited_date": act.signature_date,
        "cited_authority": (act.authority_name or str(act.authority)) if elsewhere else "",
    }
    return words if visa.text else {**words, "text": _citation(act, elsewhere=elsewhere)}


def _citation(act: Act, *, elsewhere: bool) -> str:
    return cited(
        CitedAct(
            nature=act.nature,
            number=act.number,
            date=act.signature_date,
            title=act.title,
            body=Body(act.body).label,
            held_by_woman=act.held_by_woman,
            authority=act.authority.of_name if elsewhere else "",
        )
    )


def _representative_words(organisation: Organisation, person: Representative) -> Words:
    if person.on_behalf:
        introduction = f"{person.on_behalf}, {person.the_capacity}"
    else:
        plural = organisation.article == Article.LES
        represented = agree(Gender(organisation.gender), "Représenté", "Représentée")
        represented += "s" if plural else ""
        holder = possessive(Gender(person.gender), person.agreed_capacity)
        holder = f"leur {person.agreed_capacity}" if plural else holder
        introduction = f"{represented} par {holder}"
    return {
        "representative_introduction": introduction,
        "representative_title": person.title,
        "representative_first_name": person.first_name,
        "representative_last_name": person.last_name.upper(),
        "representative_gender": person.gender,
        "representative_capacity": upper_first(person.agreed_capacity),
    }


def _insee_code(organisation: Organisation) -> str:
    """Return the INSEE code of a commune; for any other body the code would be its seat's."""
    return (organisation.commune_id or "") if organisation.kind == "commune" else ""


def _seat(organisation: Organisation) -> str:
    """Return the commune where the organisation sits, empty when unknown."""
    return organisation.commune.name if organisation.commune else ""

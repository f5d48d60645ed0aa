"""The parties to a convention: the opening block and the signature blocks, in their one order."""

from __future__ import annotations

import re
from itertools import groupby

from conventions.documents.wording import Data, naming, text
from csipa.french.grammar import Gender, agree, enumeration, lower_first

_FEMININE_FORMS = {
    *("epci", "commune", "commune_associee", "cpts", "association", "company", "ars", "region"),
    *("social_security", "msp"),
}
_FORMS = {
    "epci": "établissement public de coopération intercommunale",
    "association": "association",
    "company": "société",
    "hospital": "établissement de santé",
    "social_security": "organisme de sécurité sociale",
}
_SIDES = (
    *("première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième"),
    *("huitième", "neuvième", "dixième"),
)
_TITLES = {
    "madame": Gender.FEMININE,
    "mme": Gender.FEMININE,
    "mademoiselle": Gender.FEMININE,
    "monsieur": Gender.MASCULINE,
    "m.": Gender.MASCULINE,
}
_REPRESENTED = re.compile(r"représenté(?P<ending>e?s?) par\b", re.IGNORECASE)
PERSON = "person"
_OTHER_RANKS = {"associate": "Partenaires associés :", "informed": "Parties informées :"}


def party_gender(party: Data) -> Gender:
    """Return the gender of a party: by its article, its title, what agrees with it, its form.

    « L’institut … » says nothing by its article: « Représenté par » below it does.
    """
    start = (party.get("name") or "").lower()
    if start.startswith(("la ", "le ")):
        return Gender.FEMININE if start.startswith("la ") else Gender.MASCULINE
    if titled := _TITLES.get(start.split(" ")[0]):
        return titled
    if told := _REPRESENTED.match((party.get("representative") or {}).get("introduction") or ""):
        return Gender.FEMININE if told["ending"].startswith("e") else Gender.MASCULINE
    feminine = party.get("legal_form") in _FEMININE_FORMS
    return Gender.FEMININE if feminine else Gender.MASCULINE


def agreed(party: Data, masculine: str) -> str:
    """Return a participle in the gender and number of a party: « désignée », « désignés »."""
    plural = (party.get("name") or "").lower().startswith("les ")
    return agree(party_gender(party), masculine, f"{masculine}e") + ("s" if plural else "")


def holds_more_than_names(parties: list[Data]) -> bool:
    """Tell whether a file describes its parties by more than a name and who signs."""
    keys = ("seat", "acts", "siret", "rna")
    return any(party.get(key) for party in parties for key in keys)


def opening_block(parties: list[Data]) -> list[Data]:
    """Return « Entre les soussignés »: for each signatory its name, description, group and side.

    Parties of one group that follow one another make one side, and bear a name together.
    """
    sides = [list(members) for _, members in groupby(signatories(parties), key=_side)]
    block = []
    for rank, members in enumerate(sides):
        lines = [{"name": text(party["name"]), **_description(party)} for party in members]
        lines[-1] |= {"together": _together(members), "side": _said_side(rank, len(sides))}
        block += lines
    return [{"together": "", "side": "", **line} for line in block]


def _side(party: Data) -> object:
    """Return what tells whether two parties that follow one another are on one side."""
    return party.get("group") or id(party)


def _said_side(rank: int, count: int) -> str:
    """Return « d’une part, », « de troisième part, »; nothing for one side or for too many."""
    if count < 2 or count > len(_SIDES):
        return ""
    if count == 2:
        return "d’autre part," if rank else "d’une part,"
    return f"de {_SIDES[rank]} part,"


def _together(members: list[Data]) -> str:
    """Return « ci-après désignées ensemble « les Communes », », nothing for a party alone."""
    if len(members) < 2 or not members[0].get("group"):
        return ""
    feminine = all(party_gender(party) is Gender.FEMININE for party in members)
    named = "désignées" if feminine else "désignés"
    return text(f"ci-après {named} ensemble « {lower_first(members[0]['group'])} »,")


def _description(party: Data) -> Data:
    """Return what follows the name, before and after the representative (blank when unknown)."""
    if party.get("legal_form") == PERSON:
        return _described_person(party)
    gender = party_gender(party)
    person = party.get("representative")
    before = [_form(party), *_identifiers(party)]
    if party.get("seat"):
        before.append(f"dont le siège est situé {party['seat']}")
    after = [*_empowered(party, Gender((person or {}).get("gender") or gender)), *_alias(party)]
    represented = f"{agreed(party, 'représenté')} par"
    return {
        "before": text(", ".join(filter(None, before))),
        "represented": text(_represented(person, represented) if person else represented),
        "unknown": person is None,
        "after": text(", ".join(after)),
    }


def _described_person(party: Data) -> Data:
    """Return what follows the name of somebody who signs for themselves, or is represented."""
    person = party.get("representative")
    home = [f"demeurant {party['seat']}"] if party.get("seat") else []
    acts = _empowered(party, Gender((person or {}).get("gender") or party_gender(party)))
    represented = f"{agreed(party, 'représenté')} par"
    return {
        "before": text(", ".join([*home, *_identifiers(party)])),
        "represented": text(_represented(person, represented)) if person else "",
        "unknown": False,
        "after": text(", ".join([*acts, *_alias(party)])),
    }


def _empowered(party: Data, holder: Gender) -> list[str]:
    """Return « habilitée par délibération n° … », nothing without an act."""
    if not party.get("acts"):
        return []
    acts = enumeration([naming(act) for act in party["acts"]])
    return [f"{agree(holder, 'habilité', 'habilitée')} par {acts}"]


def _alias(party: Data) -> list[str]:
    """Return « ci-après désignée « la Commune » », nothing without a short name."""
    if not party.get("short_name"):
        return []
    return [f"ci-après {agreed(party, 'désigné')} « {party['short_name']} »"]


def _represented(person: Data, represented: str) -> str:
    """Return « représentée par son maire, Madame Prénom NOM », or by whom for whom."""
    name, capacity = full_name(person), lower_first(person.get("capacity") or "")
    introduction = lower_first(person.get("introduction") or "")
    if introduction.startswith("par délégation") and capacity:
        on_behalf = introduction.split(",")[0]
        return f"{represented} {name}, {capacity}, agissant {on_behalf}"
    if introduction:
        return f"{introduction}, {name}" if name else introduction
    return f"{represented} {name}" + (f", {capacity}" if capacity else "")


def _form(party: Data) -> str:
    """Return the legal form, unless the name says it already."""
    form = _FORMS.get(party.get("legal_form") or "", "")
    return "" if form.split(" ")[0] in party["name"].lower() else form


def _identifiers(party: Data) -> list[str]:
    """Return SIRET (or SIREN) and RNA, figures grouped as INSEE prints them."""
    siren = party.get("siret") or party.get("siren") or ""
    label = "SIRET" if party.get("siret") else "SIREN"
    groups = " ".join(filter(None, (siren[:3], siren[3:6], siren[6:9], siren[9:])))
    numbers = [f"{label} {groups}".replace(" ", "\u00a0")] if siren else []
    return [*numbers, f"RNA\u00a0{party['rna']}"] if party.get("rna") else numbers


def full_name(person: Data) -> str:
    """Return title, first name and name, in that order and on one line."""
    return "\u00a0".join(
        filter(None, (person.get("title"), person.get("first_name"), person.get("last_name")))
    )


def signature_blocks(parties: list[Data]) -> list[Data]:
    """Return one signature block per signatory; a group's name stands above its first block."""
    blocks = []
    for group, members in groupby(signatories(parties), key=lambda party: party.get("group")):
        for rank, party in enumerate(members):
            blocks.append({"group": text(group) if rank == 0 else "", **_block(party)})
    return blocks


def _block(party: Data) -> Data:
    """Return who signs for a party: the words above the name, the name, or blanks to fill in."""
    person = party.get("representative")
    introduction = (person or {}).get("introduction") or (person or {}).get("capacity")
    return {
        "party": text(party["name"]),
        "lines": _broken(text(introduction)),
        "signer": text(full_name(person)) if person else "",
        "unknown": person is None and party.get("legal_form") != PERSON,
    }


def _broken(line: str) -> list[str]:
    """Cut « Par délégation du président, la vice-présidente » after its comma."""
    return re.split(r"(?<=,)\s+", line) if line else []


def other_parties(parties: list[Data]) -> list[Data]:
    """Return the parties that do not sign, by rank."""
    return [
        {
            "label": text(label),
            "names": [_named(party) for party in parties if party.get("rank") == rank],
        }
        for rank, label in _OTHER_RANKS.items()
        if any(party.get("rank") == rank for party in parties)
    ]


def _named(party: Data) -> str:
    """Return a party that does not sign, with its representative when there is one."""
    person = party.get("representative") or {}
    introduction = person.get("introduction")
    capacity = "" if introduction else person.get("capacity")
    words = (party["name"], introduction, full_name(person), capacity)
    return text(", ".join(filter(None, words)))


def signatories(parties: list[Data]) -> list[Data]:
    """Return the parties that sign; a rank that is not said means signatory."""
    return [party for party in parties if party.get("rank") in {None, "", "signatory"}]

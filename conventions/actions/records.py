"""Ties the names that a file writes to the records of the house; what is unknown is recorded."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import Any

from conventions.exchange.faults import Fault, path_of
from conventions.exchange.reader import conventions_of
from sites.models import Commune, Organisation, Representative, Site
from sites.models.organisation import Article, Gender, OrganisationKind
from sites.rules.identifiers import InvalidIdentifier, check_siren, check_siret
from sites.rules.names import search_key

Data = dict[str, Any]

_NAMED = ("name", "insee_code")
_ARTICLE = re.compile(r"^(?:(le|la|les)\s+|(l)['’]\s*)", re.IGNORECASE)
_MASCULINE = {
    OrganisationKind.EPCI: False,
    OrganisationKind.DEPARTMENT: True,
    OrganisationKind.STATE: True,
    OrganisationKind.HOSPITAL: True,
}
_KIND_OF_BODY = {
    "president": OrganisationKind.EPCI,
    "bureau": OrganisationKind.EPCI,
    "council": OrganisationKind.EPCI,
    "mayor": OrganisationKind.COMMUNE,
    "municipal_council": OrganisationKind.COMMUNE,
}


def record_faults(data: Any) -> list[Fault]:
    """Return what only a person can decide: an unknown site, a postal code in place of a commune.

    Reads the database, writes nothing; a file whose shape is wrong is read as far as it goes.
    """
    faults: list[Fault] = []
    for path, name in _named_sites(data):
        faults.extend(_site_faults(name, path))
    for path, body in _named_bodies(data):
        faults.extend(_postal_code_faults(body, path))
    return faults


def _named_sites(data: Any) -> Iterator[tuple[str, str]]:
    for parts, convention in conventions_of(data):
        if isinstance(site := convention.get("site"), str) and site:
            yield path_of([*parts, "site"]), site


def _named_bodies(data: Any) -> Iterator[tuple[str, Data]]:
    bodies = [(["authority"], data.get("authority") if isinstance(data, dict) else None)]
    for parts, convention in conventions_of(data):
        parties = convention.get("parties")
        for rank, party in enumerate(parties if isinstance(parties, list) else []):
            bodies.append(([*parts, "parties", rank], party))
    for parts, body in bodies:
        if isinstance(body, dict) and all(isinstance(body.get(k), str) for k in _NAMED):
            yield path_of([*parts, "insee_code"]), body


def _site_faults(name: str, path: str) -> Iterator[Fault]:
    known = list(Site.objects.order_by("name").values_list("name", flat=True))
    if known and not Site.objects.named(name).exists():
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known[:10]
        yield Fault(
            path,
            f"le site « {name} » n’existe pas. Sites connus : {', '.join(near)}. "
            "Corrigez le nom, ou créez d’abord le site.",
        )


def _postal_code_faults(body: Data, path: str) -> Iterator[Fault]:
    """Refuse an INSEE code that is really the postal code of the commune named."""
    code, key = body["insee_code"], search_key(body["name"])
    by_code = Commune.objects.filter(insee_code=code).first()
    served = Commune.objects.with_postal_code(code).order_by("name")
    named = [commune for commune in served if commune.search_key in key]
    if named and by_code not in named:
        whose = f"le code INSEE de {by_code.name} et " if by_code else ""
        yield Fault(
            path,
            f"« {code} » est {whose}le code postal de {named[0].name} : laquelle ? "
            f"Le code INSEE de {named[0].name} est {named[0].insee_code}.",
        )


class RecordBook:
    """Finds the record of each name of one file, creates the missing ones, keeps what to tell."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def authority(self, data: Data) -> Organisation:
        """Return the organisation that takes the act."""
        kind = _KIND_OF_BODY.get(data["body"], OrganisationKind.OTHER)
        return self.organisation({**data, "legal_form": kind})

    def organisation(self, data: Data) -> Organisation:
        """Return the organisation of a party, found by number, commune or name, or created."""
        kind = data.get("legal_form") or OrganisationKind.OTHER
        commune = self._commune(data.get("insee_code"))
        found = (
            self._by_number(data)
            or (self._of_commune(commune) if kind == OrganisationKind.COMMUNE else None)
            or Organisation.objects.named(data["name"]).order_by("pk").first()
        )
        return found or self._create(data, kind, commune)

    def representative(self, organisation: Organisation, data: Data) -> Representative | None:
        """Return the person already recorded under this name for the organisation, if any."""
        if not data.get("last_name"):
            return None
        people = Representative.objects.filter(
            organisation=organisation,
            last_name__iexact=data["last_name"],
            first_name__iexact=data.get("first_name") or "",
        )
        return people.order_by("position", "pk").first()

    def site(self, name: str) -> Site | None:
        """Return the site of this name; where no site is recorded yet, the name alone is kept."""
        site = Site.objects.named(name).first() if name else None
        if name and site is None:
            self.notices.append(
                f"Aucun site n’est encore enregistré : « {name} » est gardé tel quel."
            )
        return site

    def _commune(self, code: str | None) -> Commune | None:
        commune = Commune.objects.filter(insee_code=code).first() if code else None
        if code and commune is None:
            self.notices.append(
                f"La commune « {code} » n’est pas dans le répertoire : ajoutez-la par "
                "l’import des communes pour que son nom s’accorde."
            )
        return commune

    def _by_number(self, data: Data) -> Organisation | None:
        for key in ("siret", "siren", "rna"):
            number = data.get(key)
            if number and (found := Organisation.objects.filter(**{key: number}).first()):
                return found
        return None

    def _of_commune(self, commune: Commune | None) -> Organisation | None:
        if commune is None:
            return None
        kind = OrganisationKind.COMMUNE
        return Organisation.objects.filter(kind=kind, commune=commune).first()

    def _create(self, data: Data, kind: str, commune: Commune | None) -> Organisation:
        article, name = split_article(data["name"])
        if kind == OrganisationKind.COMMUNE and commune is None:
            kind = OrganisationKind.OTHER
        masculine = article == Article.LE or _MASCULINE.get(kind, False)
        if article == Article.NONE:
            article = Article.LE if masculine else Article.LA
        organisation = Organisation.objects.create(
            kind=kind,
            official_name="" if kind == OrganisationKind.COMMUNE else name,
            article=article,
            gender=Gender.MASCULINE if masculine else Gender.FEMININE,
            commune=commune,
            siren=_checked(check_siren, data.get("siren")),
            siret=_checked(check_siret, data.get("siret")),
            rna=data.get("rna") or "",
        )
        self.notices.append(
            f"Nouvel organisme enregistré : « {organisation} ». Vérifiez son nom et son genre."
        )
        return organisation


def _checked(check: Callable[[str], str], number: str | None) -> str:
    """Return a number whose key is right; a wrong one stays in the act, not in the record."""
    try:
        return check(number) if number else ""
    except InvalidIdentifier:
        return ""


def split_article(name: str) -> tuple[Article, str]:
    """Return the article that opens a name, and the name without it.

    >>> split_article("La Commune de Robecq")
    (Article.LA, 'Commune de Robecq')
    """
    match = _ARTICLE.match(name.strip())
    if not match:
        return Article.NONE, name.strip()
    rest = name.strip()[match.end() :]
    return Article((match[1] or match[2]).lower()), rest

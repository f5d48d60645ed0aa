"""Ties the names that a file writes to the records of the house; what is unknown is recorded."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any

from conventions.exchange.faults import Fault
from sites.models import Commune, Organisation, Representative, Site
from sites.models.organisation import Article, Gender, OrganisationKind
from sites.rules.identifiers import InvalidIdentifier, check_siren, check_siret

Data = dict[str, Any]

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


class RecordBook:
    """Finds the record of each name of one file, creates the missing ones, keeps what to tell.

    `faults` holds what only a person can decide; a caller must not write when there is one.
    """

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.faults: list[Fault] = []

    def authority(self, data: Data, path: str) -> Organisation:
        """Return the organisation that takes the act."""
        kind = _KIND_OF_BODY.get(data["body"], OrganisationKind.OTHER)
        return self.organisation({**data, "legal_form": kind}, path)

    def organisation(self, data: Data, path: str) -> Organisation:
        """Return the organisation of a party, found by number, commune or name, or created."""
        self._refuse_postal_code(data, path)
        kind = data.get("legal_form") or OrganisationKind.OTHER
        commune = Commune.objects.filter(insee_code=data.get("insee_code") or "").first()
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
        return (
            Representative.objects.filter(
                organisation=organisation, last_name__iexact=data["last_name"]
            )
            .filter(first_name__iexact=data.get("first_name") or "")
            .order_by("position", "pk")
            .first()
        )

    def site(self, name: str, path: str) -> Site | None:
        """Return the site of this name; unknown where sites are recorded, it is a fault."""
        if not name:
            return None
        if site := Site.objects.named(name).first():
            return site
        known = list(Site.objects.order_by("name").values_list("name", flat=True))
        if not known:
            self.notices.append(
                f"Aucun site n’est encore enregistré : « {name} » est gardé tel quel."
            )
            return None
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known[:10]
        self.faults.append(
            Fault(
                path,
                f"le site « {name} » n’existe pas. Sites connus : {', '.join(near)}. "
                "Corrigez le nom, ou créez d’abord le site.",
            )
        )
        return None

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

    def _refuse_postal_code(self, data: Data, path: str) -> None:
        """Refuse an INSEE code that is really the postal code of the commune named."""
        code = data.get("insee_code")
        if not code:
            return
        by_code = Commune.objects.filter(insee_code=code).first()
        by_postal_code = list(Commune.objects.with_postal_code(code).order_by("name"))
        named = [c for c in by_postal_code if c.name.casefold() in data["name"].casefold()]
        if named and by_code not in named:
            whose = f"le code INSEE de {by_code.name} et " if by_code else ""
            self.faults.append(
                Fault(
                    f"{path}.insee_code",
                    f"« {code} » est {whose}le code postal de {named[0].name} : laquelle ? "
                    f"Le code INSEE de {named[0].name} est {named[0].insee_code}.",
                )
            )
        elif by_code is None:
            self.notices.append(
                f"La commune « {code} » n’est pas dans le répertoire : ajoutez-la par "
                "l’import des communes pour que son nom s’accorde."
            )

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
            f"Nouvel organisme enregistré : « {organisation} ». Vérifiez son nom et son genre."
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

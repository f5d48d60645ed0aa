"""Under which identifier the State knows an act, and which act an identifier is."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from conventions.models import Act
from conventions.rules.actes.names import Identifier, read_identifier
from conventions.rules.numbering import (
    NumberError,
    act_identifier,
    department_of,
    nature_code,
)


def act_siren(act: Act) -> str:
    """Return the SIREN of the authority of an act, as written in it or on its record."""
    return act.authority_siren or act.authority.siren


def act_department(act: Act) -> str:
    """Return the department of the authority of an act; that of the settings if it is not known."""
    insee = act.authority_insee_code or act.authority.commune_id
    return department_of(insee or "") or settings.ACTES_DEPARTMENT


def act_nature(act: Act) -> str:
    """Return the code of the nature under which an act is sent."""
    return nature_code(
        act.nature, individual=act.individual, decision=settings.DECISION_NATURE_CODE
    )


def act_identifier_of(act: Act) -> str:
    """Return the identifier of a transmitted act, empty when something in it is not known."""
    if act.signature_date is None:
        return ""
    try:
        return act_identifier(
            department=act_department(act),
            siren=act_siren(act),
            date=act.signature_date,
            number=act.number,
            nature_code=act_nature(act),
        )
    except NumberError:
        return ""


def acts_identified(text: str) -> list[Act]:
    """Return the signed acts that bear an identifier, or were sent under it; two queries at most.

    More than one is a double that the register should not hold.
    """
    identifier = read_identifier(text)
    if identifier is None:
        return []
    signed = Act.objects.signed().select_related("authority", "execution", "cancellation")
    sent = list(signed.filter(transmissions__identifier=text).distinct().order_by("pk"))
    if sent:
        return sent
    return [act for act in signed.filter(_like(identifier)) if act_identifier_of(act) == text]


def _like(identifier: Identifier) -> Q:
    """Return what acts of this day and this community answer to; their numbers are read after."""
    written = Q(authority_siren=identifier.siren)
    recorded = Q(authority_siren="", authority__siren=identifier.siren)
    return Q(written | recorded, signature_date=identifier.date)

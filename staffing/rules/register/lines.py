"""One line of an extraction: a person at a place; no quoting, « | » between and after fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from staffing.rules.register.header import Header
from staffing.rules.register.practice import first_recourse, folded
from staffing.rules.rpps import has_right_key

_SEPARATOR = b"|"
_RPPS_KIND, _NATIONAL_ID = "8", 12
LONGEST_ID = 20


class BadLine(ValueError):
    """A line that cannot be used; the text is one French sentence without the line number."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What we keep of a line; texts are stripped, `commune` is never an arrondissement."""

    national_id: str
    title: str
    last_name: str
    first_name: str
    profession: str
    category: str
    skill_type: str
    skill: str
    skill_label: str
    mode: str
    mode_label: str
    sector: str
    sector_label: str
    name: str
    finess: str
    siret: str
    address: str
    postal_code: str
    commune: str
    phone: str
    email: str
    key: str
    first_recourse: bool


def split(raw: bytes, header: Header) -> list[bytes]:
    """Return the fields of a line; raises BadLine when their number is not that of the header."""
    fields = raw.rstrip(b"\r\n").split(_SEPARATOR)
    found = len(fields)
    if found == header.width + 1 and not fields[-1].strip():
        fields.pop()
    elif found != header.width:
        raise BadLine(f"{found} champs au lieu de {header.width}\u00a0; elle n’est pas lue.")
    return fields


def readable(raw: bytes) -> bool:
    """Tell whether every byte of a line is UTF-8."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def activity(fields: Sequence[bytes], header: Header) -> Activity:
    """Return what we keep of the fields of a line; bytes that are not UTF-8 become « \ufffd ».

    Raises BadLine without a usable national identifier.
    """
    at = header.at

    def cell(name: str, longest: int) -> str:
        place = at.get(name)
        if place is None:
            return ""
        text = fields[place].decode(errors="replace").replace("\0", "")
        return " ".join(text.split())[:longest]

    national_id = cell("national_id", LONGEST_ID + 1)
    if not national_id.isalnum() or len(national_id) > LONGEST_ID:
        raise BadLine("l’identifiant national manque ou ne se lit pas\u00a0; elle n’est pas lue.")
    street = ("street_number", "street_repeat", "street_kind", "street")
    mode, sector = cell("mode", 1), cell("sector", 8)
    sector_label = cell("sector_label", 200)
    finess, siret = cell("finess", 9), cell("siret", 14)
    name = cell("sign", 250) or cell("name", 250)
    address = " ".join(part for one in street if (part := cell(one, 120)))[:300]
    structure = cell("structure", 60) or finess or siret or f"{name[:40]} {address[:40]}".strip()
    return Activity(
        national_id=national_id,
        title=cell("title", 40),
        last_name=cell("last_name", 120),
        first_name=cell("first_name", 120),
        profession=cell("profession", 4),
        category=cell("category", 4),
        skill_type=cell("skill_type", 8),
        skill=cell("skill", 12),
        skill_label=cell("skill_label", 120),
        mode=mode,
        mode_label=cell("mode_label", 80),
        sector=sector,
        sector_label=sector_label,
        name=name,
        finess=finess,
        siret=siret,
        address=address,
        postal_code=cell("postal_code", 5),
        commune=folded(cell("commune", 5)),
        phone=cell("phone", 30) or cell("other_phone", 30),
        email=cell("email", 200),
        key=f"{structure}|{mode}|{sector}",
        first_recourse=first_recourse(sector, sector_label, mode),
    )


def rpps_of(national_id: str) -> str:
    """Return the RPPS number within a national identifier (8 and eleven digits), or nothing."""
    if (
        len(national_id) == _NATIONAL_ID
        and national_id.isdecimal()
        and national_id[0] == _RPPS_KIND
    ):
        return national_id[1:]
    return ""


def doubt_on(national_id: str) -> str:
    """Return why an identifier calls for a second look, empty when it does not; never a refusal."""
    rpps = rpps_of(national_id)
    if rpps and not has_right_key(rpps):
        return (
            f"la clé du numéro RPPS {rpps} n’est pas celle attendue\u00a0; la ligne est lue, mais "
            "vérifiez ce numéro."
        )
    return ""

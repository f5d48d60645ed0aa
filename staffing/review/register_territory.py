"""The territory that somebody means by its code, its name or its number."""

from __future__ import annotations

from csipa.french.grammar import enumeration
from sites.models import Territory
from sites.rules.names import search_key


class TerritoryNotFound(LookupError):
    """None, or several, answer to this text; the message is a French sentence."""


def territory_named(text: str) -> Territory:
    """Return the only territory of this code, else of this name, else of this number.

    Raises TerritoryNotFound.
    """
    wanted = text.strip()
    known = list(Territory.objects.order_by("name", "pk"))
    found = [one for one in known if wanted and one.code == wanted]
    found = found or [one for one in known if search_key(one.name) == search_key(wanted)]
    found = found or [one for one in known if str(one.pk) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        listed = enumeration(f"{one.pk} ({one}, {one.get_kind_display()})" for one in found)
        raise TerritoryNotFound(
            f"Plusieurs territoires répondent à «\u00a0{wanted}\u00a0»\u00a0: donnez le numéro de "
            f"l’un d’eux, {listed}."
        )
    names = enumeration(f"«\u00a0{one}\u00a0»" for one in known)
    told = f"Territoires connus\u00a0: {names}." if known else "Créez-le d’abord."
    raise TerritoryNotFound(f"Aucun territoire ne répond à «\u00a0{wanted}\u00a0». {told}")

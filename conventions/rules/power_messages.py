"""The sentences about the right to sign: what was found, what is missing and what to do."""

from __future__ import annotations

import datetime as dt

from conventions.rules.mandates import Standing, Term
from conventions.rules.power_records import Grant
from csipa.french.dates import long_date
from csipa.french.grammar import a, agree, upper_first
from csipa.french.typography import shortened

_HOLDERS = {"mayor": "le maire", "municipal_council": "le maire", "director": "le directeur"}
_DELEGATES = {"bureau": "au bureau", "vice": "aux vice-présidents"}
_SHORT = 160


def holder(body: str) -> str:
    """Return who signs the acts of a body in person, by office: « le président », « le maire »."""
    return _HOLDERS.get(body, "le président")


def mandate(term: Term) -> str:
    """Tell a mandate that runs."""
    until = f", en fonction jusqu’au {long_date(term.last)}" if term.last else ""
    return f"Conseil installé le {long_date(term.first)}{until}"


def no_mandate_recorded() -> str:
    """Tell that nothing is known of the mandates of the body."""
    return (
        "Aucun mandat n’est enregistré pour cette collectivité : enregistrez l’installation de "
        "son conseil."
    )


def no_mandate(day: dt.date, oldest: dt.date) -> str:
    """Tell that the day comes before the first mandate known."""
    return (
        f"Aucun mandat ne court le {long_date(day)} : le premier conseil enregistré est installé "
        f"le {long_date(oldest)} ; enregistrez le précédent, ou corrigez la date."
    )


def renewed(first: dt.date, limit: dt.date) -> str:
    """Tell that the council was renewed since, and that its installation is not on record."""
    return (
        f"Le conseil installé le {long_date(first)} a été renouvelé : le nouveau siège depuis le "
        f"{long_date(limit)} au plus tard, et les délégations ont pris fin avec l’ancien ; "
        "enregistrez le nouveau mandat."
    )


def no_delegation(body: str) -> str:
    """Tell that the body has no delegation of its council on record."""
    return (
        f"Aucune délégation du conseil {_to(body)} n’est enregistrée : enregistrez la "
        "délibération qui la donne, avec ses matières."
    )


def no_subject() -> str:
    """Tell that the act does not say which powers it uses."""
    return (
        "Aucune matière déléguée n’est choisie : dites sous « Compétences exercées » laquelle "
        "l’acte met en œuvre."
    )


def foreign_delegation(name: str) -> str:
    """Tell that the delegation comes from the council of another body."""
    return (
        f"{upper_first(name)} est celle d’une autre collectivité : choisissez une matière "
        "déléguée par le conseil de celle qui prend l’acte."
    )


def wrong_delegate(name: str, delegate: str, body: str) -> str:
    """Tell that the delegation is given to others than who decides."""
    given = _DELEGATES.get(delegate) or a(holder(body))
    return (
        f"{upper_first(name)} est donnée {given}, et non {_to(body)} : choisissez une matière "
        f"déléguée {_to(body)}."
    )


def in_force(power: Grant) -> str:
    """Tell a delegation or an order that holds."""
    since = f", exécutoire le {long_date(power.enforceable_on)}" if power.enforceable_on else ""
    return upper_first(f"{power.name}{since}")


def not_in_force(power: Grant, worth: Standing, day: dt.date) -> str:
    """Tell why a delegation or an order does not hold on `day`, and what to do."""
    name, gender = upper_first(power.the_name), power.gender
    if worth is Standing.LAPSED and power.mandate.last:
        installed = long_date(power.mandate.last + dt.timedelta(days=1))
        return (
            f"{name} est {agree(gender, 'caduc', 'caduque')} depuis l’installation du nouveau "
            f"conseil, le {installed} : il faut "
            f"{agree(gender, 'un nouvel arrêté', 'une nouvelle délibération')}."
        )
    if worth is Standing.ENDED and power.ended_on:
        return (
            f"{name} est {agree(gender, 'rapporté', 'rapportée')} depuis le "
            f"{long_date(power.ended_on)} : choisissez "
            f"{agree(gender, 'celui qui le remplace', 'celle qui la remplace')}."
        )
    if worth is Standing.NOT_YET and power.enforceable_on:
        force = long_date(power.enforceable_on)
        return (
            f"{name} n’est pas encore exécutoire le {long_date(day)} : signez le {force} au plus "
            "tôt."
        )
    return (
        f"{name} n’est pas connu{agree(gender, '', 'e')} comme exécutoire : notez sur sa fiche "
        "depuis quel jour."
    )


def in_person(name: str) -> str:
    """Tell that the holder signs."""
    return f"{name} signe en personne"


def substitute(name: str) -> str:
    """Tell that a deputy replaces the holder."""
    return f"{name} remplace le titulaire empêché (CGCT, art. L. 2122-17)"


def not_a_deputy(name: str) -> str:
    """Tell that who signs cannot replace a prevented holder."""
    return (
        f"{name} ne peut pas remplacer le titulaire empêché : faites signer un vice-président ou "
        "un adjoint, ou ôtez la coche « titulaire empêché »."
    )


def no_order(name: str, body: str) -> str:
    """Tell that who signs by delegation has received none."""
    return (
        f"Aucun arrêté ne donne délégation à {name} : enregistrez-le, ou faites signer "
        f"{holder(body)}."
    )


def not_covered(subject: str, name: str, body: str) -> str:
    """Tell that no order in force sub-delegates a matter to who signs."""
    return (
        f"Aucun arrêté en vigueur ne subdélègue à {name} la matière « {_short(subject)} » : "
        f"complétez l’arrêté, ou faites signer {holder(body)}."
    )


def no_domain(name: str, signatory: str) -> str:
    """Tell that an order does not say what it delegates."""
    return (
        f"{upper_first(name)} ne dit pas quelles fonctions il délègue à {signatory} : complétez-le."
    )


def subdelegation_forbidden(name: str, body: str) -> str:
    """Tell that the council wants the holder to sign in person."""
    return (
        f"{upper_first(name)} exclut la subdélégation (CGCT, art. L. 2122-23) : faites signer "
        f"{holder(body)}."
    )


def _to(body: str) -> str:
    return "au bureau" if body == "bureau" else a(holder(body))


def _short(subject: str) -> str:
    return shortened(subject, _SHORT)

"""Why a text can no longer be changed, in one French sentence."""

from __future__ import annotations

from conventions.models import Act, Annex, CancelledNumber, Convention
from csipa.french.dates import long_date

SIGNED = "Cet acte est signé : son texte ne change plus."
AGREED = "Cette convention est annexée à un acte signé : son texte ne change plus."
FROZEN = "Le texte de cette convention est arrêté : il ne change plus."
_EXECUTION = " Vous pouvez encore noter son exécution."
_SIGNATURES = " Vous pouvez encore noter la signature des parties."


def act_lock(act: Act, *, may_note: bool) -> str:
    """Return why the text of an act is closed, or nothing; reads its cancellation.

    `may_note`: its reader may still note what follows the signature.
    """
    if act.is_signed and act.is_cancelled:
        return cancelled_sentence(act.cancellation)
    return SIGNED + _EXECUTION * may_note if act.is_signed else ""


def cancelled_sentence(number: CancelledNumber) -> str:
    """Return what is told of an act whose number was cancelled."""
    reason = number.reason.rstrip(".")
    return (
        f"Le numéro de cet acte est annulé depuis le {long_date(number.cancelled_on)} ({reason}) : "
        "l’acte reste lisible, mais n’est ni transmis ni publié."
    )


def convention_lock(convention: Convention, *, may_note: bool) -> str:
    """Return why the text of a convention is closed, or nothing; may query its annex."""
    still = _SIGNATURES * may_note
    annex = Annex.objects.filter(convention=convention).select_related("act").first()
    if annex and annex.act.is_signed:
        return AGREED + still
    return FROZEN + still if convention.sealed or convention.documents.exists() else ""

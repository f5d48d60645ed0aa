"""Notes the express renewal of a convention, and takes one back."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from conventions.actions.ending import settle_end
from conventions.models import Act, Convention, EndCause, RenewalDecision
from conventions.models import Renewal as RenewalMode
from conventions.review.courses import agreed_terms
from conventions.review.terms import renewals_left, stage_of, with_terms
from conventions.rules.convention_stages import ConventionStage
from conventions.rules.extensions import Renewable, renewal_faults, standing_refusal
from conventions.rules.terms import renewal_deadline

LONGEST_REASON = 100
"""How many signs the history keeps of the reason of a change."""
WHOLE = ""
_LEFT = frozenset((EndCause.TERMINATION.value, EndCause.DENUNCIATION.value))
_NOT_YET = {
    ConventionStage.DRAFT: "Cette convention est un projet : changez plutôt sa durée.",
    ConventionStage.TO_SIGN: "Toutes les parties n’ont pas signé cette convention : notez d’abord "
    "leurs signatures.",
    ConventionStage.VOID: (
        "L’acte qui autorisait cette convention est annulé : elle est sans effet."
    ),
}
_TOO_LONG = f"Ce motif est trop long : {LONGEST_REASON} caractères au plus."


class RenewalRefused(ValueError):
    """The convention is not renewed; `faults` holds every reason, in French, by column."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


def renewable_of(convention: Convention) -> Renewable:
    """Return what bears on the renewal of a convention; no query for one of `with_terms`."""
    agreed, ends_on = agreed_terms(convention), convention.ends_on
    return Renewable(
        express=agreed.renewal == RenewalMode.EXPRESS,
        ends_on=ends_on,
        years=agreed.renewal_years,
        left=renewals_left(convention),
        deadline=renewal_deadline(ends_on, agreed.renewal_delay) if ends_on else None,
        left_by_will=convention.ended_by in _LEFT,
    )


def renewal_refusal(convention: Convention, *, today: dt.date) -> str:
    """Say why the convention cannot be renewed, whatever the day; empty if it can."""
    if convention.is_amendment:
        return "Un avenant suit la convention qu’il modifie : reconduisez celle-ci."
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    return _NOT_YET.get(stage_of(row, today=today)) or standing_refusal(renewable_of(row))


@transaction.atomic
def renew(
    *,
    convention: Convention,
    by: AbstractBaseUser | None,
    decided_on: dt.date,
    until: dt.date,
    today: dt.date,
    act: Act | None = None,
    reason: str = "",
) -> RenewalDecision:
    """Note that the convention goes on until a day; raise RenewalRefused with every reason.

    `reason` is asked for when the deadline to decide had passed; the history keeps it.
    """
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    row = with_terms(Convention.objects.all()).get(pk=convention.pk)
    if refusal := renewal_refusal(row, today=today):
        raise RenewalRefused({WHOLE: refusal})
    faults = renewal_faults(
        renewable_of(row), decided_on=decided_on, until=until, reason=reason, today=today
    )
    if act and act.is_cancelled:
        faults["act"] = "Le numéro de cet acte est annulé : il ne décide rien."
    if len(reason.strip()) > LONGEST_REASON:
        faults["reason"] = _TOO_LONG
    if faults:
        raise RenewalRefused(faults)
    decision = RenewalDecision(convention=row, decided_on=decided_on, until=until, act=act)
    decision._history_user, decision._change_reason = by, reason.strip() or None
    decision.full_clean()
    decision.save()
    settle_end(convention=convention)
    return decision


@transaction.atomic
def cancel_renewal(
    *, convention: Convention, renewal: int, by: AbstractBaseUser | None, reason: str
) -> None:
    """Take the last renewal of a convention back; its history stays. Raises RenewalRefused."""
    list(Convention.objects.select_for_update(of=("self",)).filter(pk=convention.pk))
    last = convention.renewals.order_by("-until", "-pk").first()
    if last is None or last.pk != renewal:
        raise RenewalRefused({WHOLE: "Seule la dernière reconduction peut être annulée."})
    if hasattr(Convention.objects.get(pk=convention.pk), "termination"):
        raise RenewalRefused({WHOLE: "Annulez d’abord la résiliation de cette convention."})
    if not reason.strip():
        raise RenewalRefused({"reason": "Écrivez pourquoi la reconduction est annulée."})
    if len(reason.strip()) > LONGEST_REASON:
        raise RenewalRefused({"reason": _TOO_LONG})
    last._history_user, last._change_reason = by, reason.strip()
    last.delete()
    settle_end(convention=convention)

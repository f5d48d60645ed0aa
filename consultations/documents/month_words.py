"""Words on months: their names, how far they have come, what comes next."""

from __future__ import annotations

import datetime as dt

from consultations.rules.months import MonthStep
from csipa.french.dates import MONTHS
from csipa.french.grammar import de

STEP_BUTTONS = {
    MonthStep.CLOSE: "Clore le mois",
    MonthStep.CHECK: "Vérifier le mois",
    MonthStep.VALIDATE: "Valider le mois",
    MonthStep.REOPEN: "Rouvrir le mois",
}
STEP_SENTENCES = {
    MonthStep.CLOSE: "Le mois est clos\u00a0: ses chiffres ne changent plus.",
    MonthStep.CHECK: "Le mois est vérifié.",
    MonthStep.VALIDATE: "Le mois est validé.",
    MonthStep.REOPEN: "Le mois est rouvert\u00a0: ses chiffres peuvent changer.",
}


def month_name(month: dt.date) -> str:
    """Return « juin 2026 »."""
    return f"{MONTHS[month.month - 1]}\u00a0{month.year}"


def of_month(month: dt.date) -> str:
    """Return « de juin 2026 », « d’août 2026 »."""
    return de(month_name(month))

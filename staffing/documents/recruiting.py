"""What each channel gave, in finished French, on the page as in print."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from csipa.charts import Series, bar_chart
from csipa.french.dates import long_date
from csipa.french.grammar import upper_first
from csipa.french.numbers import amount, counted, decimal
from csipa.french.typography import raise_ordinals, typeset
from csipa.pdf.door import Attachment, render
from staffing.models import Channel
from staffing.rules.yields import STAY_MONTHS, Yield

TEMPLATE = "staffing/pdf/channels.html"
STYLESHEET = "canaux.css"
TITLE = "Canaux de recrutement"
ALL = "Tous les canaux"
_NONE = "–"

Data = dict[str, Any]

FORMULAS = (
    ("Candidats", "personnes notées dans les campagnes du canal, quelle que soit la suite."),
    ("Entretiens", "candidats arrivés à l’entretien, ou plus loin sans passer par lui."),
    ("Propositions", "candidats à qui un poste a été proposé, ou qui ont été recrutés."),
    ("Recrutés", "candidats arrivés à l’étape «\u00a0recruté\u00a0»."),
    (
        f"Présents à {STAY_MONTHS}\u00a0mois",
        f"encore affectés {STAY_MONTHS}\u00a0mois après l’arrivée, sur ceux dont on le sait déjà.",
    ),
    (
        "Sans recrutement",
        "campagnes closes avec «\u00a0aucun candidat\u00a0» ou «\u00a0aucun recruté\u00a0».",
    ),
    ("Coût par recruté", "somme des coûts connus ÷ recrutés."),
    (
        "Délais",
        "médiane des jours entre deux étapes, sur les candidats dont les deux dates sont connues.",
    ),
    (
        "De l’ouverture au recrutement",
        "médiane des jours entre l’ouverture de la campagne et chaque recrutement.",
    ),
)
"""How each figure is worked out: its name, and a sentence."""


def channel_name(channel: str) -> str:
    """Return the name of a channel, with a capital."""
    return upper_first(Channel(channel).label)


def yield_words(label: str, given: Yield) -> Data:
    """Return the figures of one channel as people read them."""
    return {
        "label": typeset(label),
        "campaigns": str(given.campaigns),
        "failed": str(given.failed),
        "candidates": str(given.candidates),
        "interviews": str(given.interviews),
        "offers": str(given.offers),
        "hired": str(given.hired),
        "stayed": f"{given.stayed} sur {given.observed}" if given.observed else _NONE,
        "stayed_more": _stayed_more(given),
        "cost": amount(given.cost) if given.cost_known else "coût inconnu",
        "cost_more": _cost_more(given),
        "cost_per_hired": _per_hired(given),
        "cost_inputs": _inputs(given),
        "to_interview": _days(given.to_interview),
        "to_offer": _days(given.to_offer),
        "to_answer": _days(given.to_answer),
        "to_hire": _days(given.to_hire),
    }


def yield_chart(channels: Sequence[tuple[str, Yield]]) -> SafeString:
    """Return the bars of candidates, interviews, offers and hires by channel, as SVG."""
    columns = (
        ("Candidats", [given.candidates for _, given in channels]),
        ("Entretiens", [given.interviews for _, given in channels]),
        ("Propositions", [given.offers for _, given in channels]),
        ("Recrutés", [given.hired for _, given in channels]),
    )
    return bar_chart(
        title="Du candidat au recrutement, par canal",
        labels=[channel_name(channel) for channel, _ in channels],
        series=[Series(label, values) for label, values in columns],
        unit="personnes",
        width=760,
    )


def asked_words(profession: str, start: dt.date | None, end: dt.date | None) -> str:
    """Return which campaigns are counted, as a sentence without its end."""
    of = f" ({profession})" if profession else ""
    if start and end:
        return f"Campagnes{of} ouvertes du {long_date(start)} au {long_date(end)}"
    if start:
        return f"Campagnes{of} ouvertes depuis le {long_date(start)}"
    if end:
        return f"Campagnes{of} ouvertes jusqu’au {long_date(end)}"
    return f"Toutes les campagnes{of}"


def render_channels(source: Data, chart: SafeString) -> bytes:
    """Return the PDF of the yield of channels, its figures attached. Raises PdfError.

    `source` holds `date` (ISO 8601), `asked`, `channels` (of `yield_words`) and `failed` (finished
    sentences).
    """
    day = dt.date.fromisoformat(source["date"])
    context = {
        **source,
        "title": TITLE,
        "on": f"État au {long_date(day)}",
        "running": f"{TITLE} au {long_date(day)}",
        "chart": chart,
        "formulas": FORMULAS,
    }
    content = json.dumps(source, ensure_ascii=False, indent=1, sort_keys=True).encode()
    data = Attachment("canaux.json", content, "Chiffres des canaux de recrutement", day)
    page = raise_ordinals(render_to_string(TEMPLATE, {"yields": context}))
    return render(page, stylesheet=STYLESHEET, attachments=[data])


def _days(value: Decimal | None) -> str:
    if value is None:
        return _NONE
    places = 0 if value == value.to_integral_value() else 1
    return f"{decimal(value, places)}\u00a0j"


def _stayed_more(given: Yield) -> str:
    """Return who is left out of those who stayed."""
    told = [
        counted(given.too_early, "arrivée trop récente", "arrivées trop récentes")
        * bool(given.too_early),
        counted(given.unknown, "affectation inconnue", "affectations inconnues")
        * bool(given.unknown),
    ]
    return ", ".join(filter(None, told))


def _cost_more(given: Yield) -> str:
    """Return how many costs are missing from the sum."""
    if not (given.costs_unknown and given.cost_known):
        return ""
    told = counted(given.costs_unknown, "campagne", "campagnes")
    return f"coût inconnu\u00a0: {told}"


def _per_hired(given: Yield) -> str:
    if not given.hired:
        return "aucun recruté"
    if given.cost_per_hired is None:
        return "coût inconnu"
    told = amount(given.cost_per_hired)
    return f"au moins {told}" if given.costs_unknown else told


def _inputs(given: Yield) -> str:
    """Return what the cost of each person hired is worked out from."""
    if given.cost_per_hired is None:
        return ""
    return f"{amount(given.cost)} ÷\u00a0{given.hired}"

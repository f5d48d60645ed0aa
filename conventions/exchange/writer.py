"""From the rows of an act or convention to a `csipa-acte/1` dictionary."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Prefetch

from conventions.exchange import mapping
from conventions.exchange.agreements import (
    convention_data,
    convention_parts,
    in_order,
    ordered,
    visas_data,
)
from conventions.exchange.mapping import keys
from conventions.exchange.meetings import meeting_of
from conventions.exchange.powers import POWER_RELATIONS
from conventions.exchange.reader import ACT_FORMAT
from conventions.exchange.visas import VISA_RELATIONS, follows_legal_order, read_visas
from conventions.exchange.wording import act_words
from conventions.models import (
    Act,
    ActPower,
    Annex,
    Convention,
    Provision,
    Recital,
    Visa,
)

Data = dict[str, Any]


def load_act(pk: int) -> Act:
    """Return an act with all its parts, in a number of queries that does not grow with them."""
    return (
        Act.objects.select_related(
            "authority__commune", "signatory__organisation", "vote", "execution", "meeting"
        )
        .prefetch_related(
            "meeting__attendances",
            Prefetch("visa_set", ordered(Visa.objects.select_related(*VISA_RELATIONS))),
            Prefetch("recital_set", ordered(Recital.objects.all())),
            Prefetch("provision_set", ordered(Provision.objects.all())),
            Prefetch("powers", ordered(ActPower.objects.select_related(*POWER_RELATIONS))),
            "authority__representatives",
            "effect_set",
            Prefetch(
                "annexes",
                ordered(Annex.objects.all()).prefetch_related(
                    Prefetch("convention", Convention.objects.prefetch_related(*convention_parts()))
                ),
            ),
        )
        .get(pk=pk)
    )


def act_data(act: Act) -> Data:
    """Return the whole of an act; pass what `load_act` gave, else it queries for each part."""
    for column, words in act_words(act).items():
        setattr(act, column, words)
    data: Data = {
        "format": ACT_FORMAT,
        "authority": keys(act, mapping.AUTHORITY),
        **keys(act, mapping.ACT),
        **_exceptions(act),
        "meeting": meeting_of(act),
        "visas": visas_data(read_visas(act.visa_set.all(), in_order=follows_legal_order(act))),
        "recitals": [recital.text for recital in act.recital_set.all()],
        "delegation": _delegation(act),
        "provisions": [keys(line, mapping.PROVISION) for line in act.provision_set.all()],
        "vote": keys(act.vote, mapping.VOTE) if hasattr(act, "vote") else None,
        "signature": keys(act, mapping.ACT_SIGNATURE),
        "execution": keys(act.execution, mapping.EXECUTION) if hasattr(act, "execution") else None,
        "effects": [keys(line, mapping.EFFECT) for line in in_order(act.effect_set.all())],
        "annexes": [_annex(annex) for annex in act.annexes.all()],
    }
    return {key: value for key, value in data.items() if value or value == 0}


def _exceptions(act: Act) -> Data:
    """Return what sets an act apart from most; the common case gives no key."""
    kept: Data = {"individual": True} if act.individual else {}
    return kept if act.to_transmit else {**kept, "to_transmit": False}


def to_json(data: Data) -> str:
    """Write a file: UTF-8 text, one key a line, ending with a line feed; the same every time."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _delegation(act: Act) -> Data | None:
    if not act.delegation_text:
        return None
    return {"text": act.delegation_text, "dates": list(act.delegation_dates)}


def _annex(annex: Annex) -> Data:
    data: Data = {"title": annex.title}
    if annex.number:
        data["number"] = int(annex.number) if annex.number_is_integer else annex.number
    if annex.convention_id:
        data["convention"] = convention_data(annex.convention)
    elif annex.text:
        data["text"] = annex.text
    return data

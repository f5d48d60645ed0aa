"""Which key of the exchange format lives in which column: one table for reading and writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

Data = dict[str, Any]

ACT = {
    "nature": "nature",
    "number": "number",
    "year": "year",
    "sequence": "sequence",
    "heading": "heading",
    "title": "title",
    "subject_matter": "subject_matter",
    "enacting": "enacting",
}
AUTHORITY = {
    "name": "authority_name",
    "siren": "authority_siren",
    "insee_code": "authority_insee_code",
    "body": "body",
}
ACT_SIGNATURE = {
    "place": "signature_place",
    "date": "signature_date",
    "on_behalf": "signature_on_behalf",
    "prevented": "signature_prevented",
    "capacity": "signature_capacity",
    "first_name": "signature_first_name",
    "last_name": "signature_last_name",
    "gender": "signature_gender",
}
REFERS_TO = {
    "nature": "cited_nature",
    "number": "cited_number",
    "date": "cited_date",
    "authority": "cited_authority",
}
PROVISION = {"label": "label", "text": "text", "items": "items"}
VOTE = {
    "in_office": "in_office",
    "present": "present",
    "proxies": "proxies",
    "voting": "voting",
    "expressed": "expressed",
    "for": "votes_for",
    "against": "votes_against",
    "abstained": "abstained",
    "withdrew": "withdrew",
    "unanimous": "unanimous",
}
EXECUTION = {
    "sent_on": "sent_on",
    "received_on": "received_on",
    "published_on": "published_on",
    "notified_on": "notified_on",
    "reported_on": "reported_on",
    "receipt_id": "receipt_id",
    "completed_on": "completed_on",
    "informal_appeal_on": "informal_appeal_on",
    "informal_reply_on": "informal_reply_on",
}
MEETING = {
    "held_on": "held_on",
    "held_at": "held_at",
    "place": "place",
    "convened_on": "convened_on",
    "in_office": "in_office",
    "chair": "chair",
    "secretary": "secretary",
}
ATTENDANCE = {"name": "name", "status": "status"}
EFFECT = {"verb": "verb", "convention": "convention_reference"}
CONVENTION = {
    "reference": "reference",
    "title": "title",
    "subtitle": "subtitle",
    "kind": "kind",
    "rank": "rank",
    "state": "stated_state",
    "preamble": "preamble",
    "premises": "premises",
    "finance": "finance",
    "closing": "closing",
    "originals": "originals",
}
PARENT = {"reference": "parent_reference", "relation": "parent_relation"}
AUTHORISED_BY = {
    "nature": "authorised_by_nature",
    "number": "authorised_by_number",
    "date": "authorised_by_date",
}
PERIOD = {
    "start": "start",
    "end": "end",
    "signed_after_start": "signed_after_start",
    "renewal": "renewal",
    "renewal_times": "renewal_times",
    "renewal_years": "renewal_years",
}
RENEWAL_DEADLINE = {"value": "renewal_deadline_value", "unit": "renewal_deadline_unit"}
NOTICE = {"unit": "notice_unit", "form": "notice_form", "to": "notice_to"}
CONVENTION_SIGNATURE = {"place": "signature_place", "date": "signature_date"}
PARTY = {
    "rank": "rank",
    "group": "group",
    "name": "name",
    "short_name": "short_name",
    "legal_form": "legal_form",
    "siren": "siren",
    "siret": "siret",
    "rna": "rna",
    "insee_code": "insee_code",
    "seat": "seat",
}
REPRESENTATIVE = {
    "introduction": "representative_introduction",
    "title": "representative_title",
    "first_name": "representative_first_name",
    "last_name": "representative_last_name",
    "gender": "representative_gender",
    "capacity": "representative_capacity",
}
EMPOWERING_ACT = {"nature": "nature", "number": "number", "date": "date"}
ARTICLE = {"title": "title", "introduction": "introduction", "body": "body"}


def columns(model: type[models.Model], data: Mapping[str, Any] | None, table: Data) -> Data:
    """Return the values of `model`'s columns for an object of a file; absent keys become empty."""
    values: Data = {}
    for key, column in table.items():
        field = model._meta.get_field(column)
        value = (data or {}).get(key)
        values[column] = _empty(field) if value is None else field.to_python(value)
    return values


def keys(row: models.Model, table: Data) -> Data:
    """Return the object of a file for a row; empty columns give no key, zero and false do."""
    found: Data = {}
    for key, column in table.items():
        value = getattr(row, column)
        if isinstance(value, dt.date):
            found[key] = value.isoformat()
        elif isinstance(value, dt.time):
            found[key] = f"{value:%H:%M}"
        elif value is not None and value not in ("", [], {}):
            found[key] = value
    return found


def _empty(field: Any) -> Any:
    """Return what a column holds when nothing is known."""
    if isinstance(field, models.JSONField):
        return field.get_default()
    return "" if isinstance(field, (models.CharField, models.TextField)) else None

"""The terms that a model lets one give: how long, how to leave, at what price, with what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import DecimalField

from conventions.actions.writing import SlotLine
from conventions.admin.writing_fields import InstalmentsField, RoomsField, SlotsField
from conventions.models import ConventionTemplate, FinanceMode, FinancialTerm, PartyRole
from conventions.review.templates import TemplateText
from conventions.review.writing import premises_of
from conventions.rules.placeholders import names
from sites.models import Equipment, Room, Site

RENEWAL = ("renewal", "renewal_times", "renewal_years")
RENEWAL += ("renewal_deadline_value", "renewal_deadline_unit")
NOTICE = ("notice_value", "notice_unit", "notice_form", "notice_to")
_PREMISES = ("rooms", "slots", "equipment")
_RENT = ("amount", "period", "starts_after_months", "index_name", "index_quarter", "review_date")
_OF_MODE: dict[str, tuple[str, ...]] = {
    FinanceMode.VALUED: ("valued_at",),
    FinanceMode.RENT: _RENT,
    FinanceMode.LUMP_SUM: ("amount",),
    FinanceMode.PER_ACT: ("unit_amount", "unit"),
    FinanceMode.INSTALMENTS: ("amount", "instalments"),
    FinanceMode.SHARED: ("amount", "payers"),
}
_OF_ASKED: dict[str, tuple[str, ...]] = {
    "amount": ("amount",),
    "valued_at": ("valued_at",),
    "period": ("period",),
    "index": ("index_name", "index_quarter", "review_date"),
    "unit": ("unit_amount", "unit"),
    "instalments": ("instalments",),
    "payers": ("payers",),
}
# The placeholders whose sentence, when they have no words, is told beside another field than the
# one of what they ask for.
_OF_NAME = {
    "reconductions": "renewal_times",
    "dernier terme": "renewal_times",
    "durée de la reconduction": "renewal_years",
    "délai de reconduction": "renewal_deadline_value",
    "préavis": "notice_value",
    "forme du préavis": "notice_form",
    "destinataire du préavis": "notice_to",
    "indice": "index_name",
    "trimestre de l’indice": "index_quarter",
    "prix de l’unité": "unit_amount",
}


def money_names(text: TemplateText) -> list[str]:
    """Return what the price of a model is made of, in the order of the form."""
    asked = text.asked_for()
    wanted = set(_OF_MODE.get(text.template.finance_mode, ()))
    wanted |= {name for code in asked for name in _OF_ASKED.get(code, ())}
    order = dict.fromkeys(("valued_at", *_RENT, "unit_amount", "unit", "instalments", "payers"))
    return [name for name in order if name in wanted]


def term_fields(text: TemplateText) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields of the terms of a model, with what it proposes."""
    needed = text.asked_for(with_optional=False)
    if "purpose" in text.asked_for():
        yield (
            "purpose",
            forms.CharField(
                label="Objet",
                required="purpose" in needed,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="Avec son article : « l’animation d’ateliers de prévention ».",
            ),
        )
    for name in money_names(text):
        if name == "payers":
            yield from _shares(text)
        else:
            yield name, _money_field(name, required=name in needed)
    for name in (*RENEWAL, *NOTICE):
        yield name, _usual_field(text.template, name)


def premises_fields(text: TemplateText, site: Site | None, day: Any) -> dict[str, forms.Field]:
    """Return the rooms, things and slots of the site, where the model speaks of them."""
    asked = text.asked_for()
    if site is None or not asked & set(_PREMISES):
        return {}
    rooms, things = premises_of(site, day=day)
    fields: dict[str, forms.Field] = {}
    if "rooms" in asked and rooms:
        chosen = Room.objects.filter(pk__in=[row.pk for row in rooms]).order_by("position", "pk")
        fields["rooms"] = RoomsField(chosen, label="Salles", required=False)
    if "slots" in asked:
        fields["slots"] = SlotsField(
            label="Créneaux",
            required=False,
            help_text="Un par ligne : « mardi de 14 h à 18 h ». Vide : le planning que les "
            "parties arrêtent.",
            widget=forms.Textarea(attrs={"rows": 3, "data-no-names": ""}),
        )
    if "equipment" in asked and things:
        chosen = Equipment.objects.filter(pk__in=[row.pk for row in things]).order_by("label", "pk")
        fields["equipment"] = RoomsField(chosen, label="Matériel", required=False)
    return fields


def written_terms(text: TemplateText, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return what `write_convention` takes: what was typed, and not what the model says already."""
    proposed = {name: getattr(text.template, name) for name in (*RENEWAL, *NOTICE)}
    terms = {name: cleaned.get(name) for name in proposed if cleaned.get(name) != proposed[name]}
    return {
        **terms,
        "purpose": cleaned.get("purpose", ""),
        "finance": _finance(text, cleaned),
        "rooms": list(cleaned.get("rooms") or ()),
        "equipment": [(row, row.quantity) for row in cleaned.get("equipment") or ()],
        "slots": [
            SlotLine(line.weekday, line.starts_at, line.ends_at)
            for line in cleaned.get("slots") or ()
        ],
    }


def field_of_reason(reason: str) -> str:
    """Return the field that answers a sentence of what is missing, empty when none does."""
    for name, one in names().items():
        if one.lack == reason:
            return _OF_NAME.get(name, one.asks)
    return ""


def _finance(text: TemplateText, cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of the price, its instalments and its payers."""
    given = {
        name: cleaned[name]
        for name in money_names(text)
        if name not in ("instalments", "payers") and cleaned.get(name) not in (None, "")
    }
    if lines := cleaned.get("instalments"):
        given["instalments"] = [vars(line) for line in lines]
    shares = [{"role": role, "percent": cleaned.get(_share(role))} for role in text.roles]
    if payers := [line for line in shares if line["percent"]]:
        given["payers"] = payers
    return given


def _shares(text: TemplateText) -> Iterator[tuple[str, forms.Field]]:
    labels = dict(PartyRole.choices)
    for role in text.roles:
        yield (
            _share(role),
            forms.DecimalField(
                label=f"Part du {labels[role]} (%)",
                required=False,
                min_value=0,
                max_value=100,
                decimal_places=3,
            ),
        )


def _share(role: str) -> str:
    return f"share_{role}"


def _money_field(name: str, *, required: bool) -> forms.Field:
    if name == "instalments":
        return InstalmentsField(
            label="Versements",
            required=required,
            help_text="Un par ligne : « 30 % à la signature », « 70 % le 30 juin 2026 ».",
            widget=forms.Textarea(attrs={"rows": 4, "data-no-names": ""}),
        )
    column = FinancialTerm._meta.get_field(name)
    numeric = {"min_value": 0} if isinstance(column, DecimalField) else {}
    field: forms.Field = column.formfield(required=required, **numeric)
    return field


def _usual_field(template: ConventionTemplate, name: str) -> forms.Field:
    """Return a term that the model proposes; it may be changed, not emptied."""
    proposed = getattr(template, name)
    field: forms.Field = ConventionTemplate._meta.get_field(name).formfield()
    field.initial = proposed
    field.required = bool(proposed)
    return field

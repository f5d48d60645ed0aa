"""The forms of the price of a convention: what is typed on its page is checked to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME, TOTAL_FORM_COUNT

from conventions.admin_forms import chosen_party, party_choices
from conventions.exchange.finance import current_finance
from conventions.models import (
    Convention,
    FinanceMode,
    FinancialTerm,
    Instalment,
    Party,
    Payer,
    RentReview,
)
from conventions.rules.finance import Finance, finance_of
from conventions.rules.finance_checks import Gap, missing_terms, sum_gaps
from conventions.rules.index_reviews import review_day
from csipa.admin.formsets import LineFormSet, OrderedFormSet
from csipa.admin.widgets import DateInput

_TERM = "financial_term"
_LINES = ("instalments", "payers")
_UNREAD = (
    "Cette date ne se lit pas : écrivez « 01/02 », « 1er février » ou une date entière, ou laissez "
    "vide pour l’anniversaire de la convention."
)
_NOT_LISTED = "Cette partie n’est pas dans la liste des parties : choisissez-en une autre."
_TWICE = "Cette partie paie déjà une part."


class FinancialTermForm(forms.ModelForm):
    """The price: its mode is always chosen, since « gratuit » too is said."""

    mode = forms.ChoiceField(
        label="Mode", choices=[("", "non précisé"), *FinanceMode.choices], required=False
    )

    class Meta:
        model = FinancialTerm
        fields = (
            "mode",
            "amount",
            "period",
            "starts_after_months",
            "valued_at",
            "unit_amount",
            "unit",
            "index_name",
            "index_quarter",
            "review_date",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["mode"] = ""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a price without its mode, and a day of review that nobody can read."""
        cleaned = super().clean() or {}
        if self.has_changed() and not cleaned.get("mode"):
            self.add_error("mode", "Choisissez le mode, ou supprimez ces conditions.")
        if review_day(cleaned.get("review_date") or "") is None:
            self.add_error("review_date", _UNREAD)
        return cleaned


class InstalmentForm(forms.ModelForm):
    """One payment of several."""

    class Meta:
        model = Instalment
        fields = ("percent", "amount", "due_on", "when")


class PayerForm(forms.ModelForm):
    """A party that pays; it may have been typed on the same page."""

    payer = forms.ChoiceField(label="Partie")

    class Meta:
        model = Payer
        fields = ("percent", "amount")

    def __init__(self, *args: Any, parties: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "payer" in self.fields:
            self.fields["payer"].choices = party_choices(parties)
            if self.instance.party_id:
                self.initial["payer"] = f"party-{self.instance.party_id}"

    def tie(self, parties: list[Party]) -> None:
        """Give the line its party, among the parties as they were just saved, in order."""
        party = chosen_party(self.cleaned_data.get("payer", ""), parties)
        if party is not None:
            self.instance.party = party


class FinancialTermFormSet(LineFormSet):
    """The price of a convention, judged with its instalments and its payers."""

    def clean(self) -> None:
        """Say under each field what the price lacks for its mode."""
        super().clean()
        gaps = missing_terms(_price_typed(self))
        for form in self.forms:
            for gap in gaps:
                if _is_kept(form) and gap.key in form.fields:
                    form.add_error(gap.key, gap.message)


class _Parts:
    """Lines that share the price: their sum is checked with it."""

    key = ""

    def clean(self) -> None:
        """Refuse lines that do not make the amount to the cent."""
        super().clean()  # type: ignore[misc]
        if any(form.errors for form in self.forms):  # type: ignore[attr-defined]
            return
        told = [gap.message for gap in _line_gaps(self, self.key)]
        if told:
            raise forms.ValidationError(told)


class InstalmentFormSet(_Parts, OrderedFormSet):
    """The instalments: together they make the amount."""

    key = "instalments"


class PayerFormSet(_Parts, LineFormSet):
    """The payers: each once, together they pay the amount."""

    key = "payers"
    parties: list[Party] = []

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Let every payer be chosen among the parties of this convention, read once."""
        return {**super().get_form_kwargs(index), "parties": self.parties}

    def clean(self) -> None:
        """Refuse a party that is not one, or that pays twice."""
        keys = _parties_typed(self)
        seen: set[str] = set()
        for form in (form for form in self.forms if _is_kept(form) and not form.errors):
            key = _resolved(form.cleaned_data.get("payer", ""), keys)
            if key is None:
                form.add_error("payer", _NOT_LISTED)
            elif key in seen:
                form.add_error("payer", _TWICE)
            else:
                seen.add(key)
        super().clean()


class ReviewForm(forms.ModelForm):
    """A review of the rent: the two values of the index as INSEE publishes them."""

    class Meta:
        model = RentReview
        fields = ("reviewed_on", "base_value", "new_value")
        widgets = {"reviewed_on": DateInput()}
        help_texts = {
            "reviewed_on": "Premier jour du nouveau loyer.",
            "base_value": "Valeur de l’indice au trimestre de référence.",
            "new_value": "Valeur de l’indice au trimestre de la révision.",
        }


class EstimateForm(forms.Form):
    """How many units, to tell what they would cost."""

    quantite = forms.DecimalField(
        label="Quantité", min_value=0, max_digits=12, decimal_places=3, localize=True
    )


def _is_kept(form: forms.ModelForm) -> bool:
    deleted = bool(getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME))
    return not deleted and bool(form.instance.pk or form.has_changed())


def _line_gaps(formset: Any, key: str) -> list[Gap]:
    price = _price_typed(formset)
    gaps = [gap for gap in (*missing_terms(price), *sum_gaps(price)) if gap.key == key]
    if getattr(price, key) and not price.mode:
        gaps.append(Gap(key, "Dites d’abord le mode, dans les conditions financières."))
    return gaps


def _price_typed(formset: Any) -> Finance:
    """Return the price as the page sends it: three sets of lines that are read together.

    What the page does not send, for lack of permission, is as it stands in the records.
    """
    data: Mapping[str, Any] = formset.data
    instance: Convention = formset.instance
    recorded = current_finance(instance) if instance.pk else {}
    price = dict(recorded)
    if f"{_TERM}-{TOTAL_FORM_COUNT}" in data:
        lines = {key: price.get(key) for key in _LINES}
        price = {**_term_typed(data), **lines}
    for key in _LINES:
        if f"{key}-{TOTAL_FORM_COUNT}" in data:
            price[key] = [
                {name: _value(data, key, rank, name) for name in ("percent", "amount", "when")}
                for rank in _ranks(data, key)
            ]
    return finance_of(price)


def _term_typed(data: Mapping[str, Any]) -> dict[str, Any]:
    ranks = _ranks(data, _TERM)
    if not ranks:
        return {}
    names = ("mode", "amount", "valued_at", "period")
    term: dict[str, Any] = {name: _value(data, _TERM, ranks[0], name) for name in names}
    grace = str(_value(data, _TERM, ranks[0], "starts_after_months"))
    term["starts_after_months"] = int(grace) if grace.isascii() and grace.isdigit() else 0
    term["index"] = {"name": _value(data, _TERM, ranks[0], "index_name")}
    term["per_act"] = {
        "amount": _value(data, _TERM, ranks[0], "unit_amount"),
        "unit": _value(data, _TERM, ranks[0], "unit"),
    }
    return term


def _ranks(data: Mapping[str, Any], prefix: str) -> list[int]:
    """Return the ranks of the lines that are kept and hold something."""
    sent = str(data.get(f"{prefix}-{TOTAL_FORM_COUNT}") or "0")
    total = min(int(sent), 1000) if sent.isascii() and sent.isdigit() else 0
    return [
        rank
        for rank in range(total)
        if not _value(data, prefix, rank, DELETION_FIELD_NAME) and _holds(data, prefix, rank)
    ]


def _holds(data: Mapping[str, Any], prefix: str, rank: int) -> bool:
    start, idle = f"{prefix}-{rank}-", (ORDERING_FIELD_NAME, "convention")
    return any(
        str(value).strip()
        for name, value in data.items()
        if name.startswith(start) and not name.endswith(idle)
    )


def _value(data: Mapping[str, Any], prefix: str, rank: int, name: str) -> str:
    return str(data.get(f"{prefix}-{rank}-{name}") or "").strip()


def _parties_typed(formset: Any) -> list[str]:
    """Return what names each party as the page sends them, in their order."""
    data = formset.data
    if f"parties-{TOTAL_FORM_COUNT}" not in data:
        return [str(party.pk) for party in formset.parties]
    ranks = [
        rank for rank in _ranks(data, "parties") if _value(data, "parties", rank, "organisation")
    ]
    ranks.sort(key=lambda rank: _order(_value(data, "parties", rank, ORDERING_FIELD_NAME)))
    return [_value(data, "parties", rank, "id") or f"new-{rank}" for rank in ranks]


def _order(typed: str) -> int:
    """Return the rank typed for a line; one without a rank goes last."""
    return int(typed) if typed.isascii() and typed.isdigit() else 10**6


def _resolved(choice: str, keys: list[str]) -> str | None:
    kind, _, key = choice.partition("-")
    if kind == "party":
        return key if key in keys else None
    rank = int(key) if key.isdigit() else 0
    return keys[rank - 1] if 1 <= rank <= len(keys) else None

"""The forms of the back office for acts and conventions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect

from conventions.models import (
    Article,
    ConventionKind,
    ParentRelation,
    Party,
    PartyRank,
    Provision,
)
from conventions.review.consolidation import original_of
from csipa.admin.uploads import Largest
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date, parse_long_date
from sites.models import Organisation, Representative, Site

_SEPARATORS = re.compile(r"[,;\n]|\bet\b")


class LinesField(forms.CharField):
    """A list of texts typed one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """Show a list one item a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        """Return the lines that hold something."""
        text = value if isinstance(value, str) else "\n".join(value or [])
        return [line.strip() for line in text.splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the lists, not how they were typed."""
        return self.to_python(self.prepare_value(initial)) != self.to_python(data)


class DatesField(LinesField):
    """A list of dates typed in words (« 8 juillet 2020, 29 septembre 2020 »); kept as ISO texts."""

    widget = forms.Textarea(attrs={"rows": 2, "data-no-names": ""})

    def prepare_value(self, value: Any) -> Any:
        """Show the dates in words."""
        if not isinstance(value, list):
            return value
        return ", ".join(long_date(forms.DateField().to_python(day)) for day in value)

    def to_python(self, value: Any) -> list[str]:
        """Return ISO dates; raise ValidationError that names the first text that is none."""
        text = value if isinstance(value, str) else ", ".join(value or [])
        days = []
        for part in filter(None, (piece.strip() for piece in _SEPARATORS.split(text))):
            try:
                days.append(_date(part).isoformat())
            except (ValueError, forms.ValidationError):
                raise forms.ValidationError(
                    f"« {part} » n’est pas une date : écrivez « 8 juillet 2020 » ou 08/07/2020, et "
                    "séparez les dates par des virgules."
                ) from None
        return days


def _date(text: str) -> Any:
    if re.search(r"[^\W\d]", text):
        return parse_long_date(text)
    return forms.DateField().clean(text)


class ActForm(forms.ModelForm):
    """An act; its ordered lines are edited below it."""

    delegation_days = DatesField(
        label="Dates des délibérations de délégation",
        required=False,
        help_text="« 8 juillet 2020, 29 septembre 2020 »",
    )

    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 3}),
            "delegation_text": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("delegation_days", self.instance.delegation_dates)
        if "delegation_text" in self.fields and not self.instance.as_written:
            self.fields["delegation_text"].help_text = (
                "Laissez vide pour garder les visas ci-dessus ; ce que vous écrivez ici prend leur "
                "place."
            )
        if "signature_prevented" in self.fields and not self.instance.as_written:
            self.fields["signature_prevented"] = forms.BooleanField(
                label="Titulaire empêché",
                required=False,
                help_text="Un vice-président ou un adjoint signe alors à sa place, sans arrêté : "
                "« Pour le président empêché, » (CGCT, art. L. 2122-17).",
            )

    def clean(self) -> dict[str, Any] | None:
        """Keep the dates of the delegation; refuse a signatory of another organisation."""
        cleaned = super().clean() or {}
        if "delegation_days" in cleaned:
            self.instance.delegation_dates = cleaned["delegation_days"]
        if "signature_prevented" in cleaned and not self.instance.as_written:
            # What a box does not tick is not known: the exchange form does not mention it.
            cleaned["signature_prevented"] = cleaned["signature_prevented"] or None
        signatory, authority = cleaned.get("signatory"), cleaned.get("authority")
        if signatory and authority and signatory.organisation_id != authority.pk:
            self.add_error(
                "signatory",
                f"{signatory} ne représente pas cette autorité : choisissez l’un de ses "
                "représentants.",
            )
        self._check_meeting(cleaned)
        return cleaned

    def _check_meeting(self, cleaned: dict[str, Any]) -> None:
        """Refuse a meeting of another authority or of another body than the act's."""
        meeting = cleaned.get("meeting")
        if meeting is None or "body" not in cleaned or not cleaned.get("authority"):
            return
        if meeting.authority_id != cleaned["authority"].pk:
            self.add_error(
                "meeting",
                f"Cette réunion est celle d’une autre collectivité : {meeting.authority}.",
            )
        elif meeting.body != cleaned["body"]:
            self.add_error(
                "meeting",
                f"L’acte n’est pas de l’organe qui s’est réuni : {meeting.get_body_display()}. "
                "Corrigez l’organe, ou choisissez une autre réunion.",
            )


class LineForm(forms.ModelForm):
    """One visa, recital or provision: a text that grows with what is typed."""

    class Meta:
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class ProvisionForm(LineForm):
    """One block of the operative part."""

    item_lines = LinesField(label="Énumération", required=False, help_text="Un élément par ligne.")

    class Meta(LineForm.Meta):
        model = Provision
        fields = ("label", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("item_lines", self.instance.items)

    def clean(self) -> dict[str, Any] | None:
        """Keep the lines as the items of the block."""
        cleaned = super().clean() or {}
        if "item_lines" in cleaned:
            self.instance.items = cleaned["item_lines"]
        return cleaned


class PartyForm(forms.ModelForm):
    """One party: a record, and who signs for it."""

    class Meta:
        model = Party
        fields = ("organisation", "representative", "rank", "group", "short_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "representative" in self.fields:
            self.fields[
                "representative"
            ].help_text = "Vide : le représentant enregistré, s’il n’y en a qu’un."
        if "rank" in self.fields:
            self.fields["rank"].required = False

    def clean(self) -> dict[str, Any] | None:
        """Fill in the only representative; refuse one of another organisation."""
        cleaned = super().clean() or {}
        organisation, person = cleaned.get("organisation"), cleaned.get("representative")
        cleaned["rank"] = cleaned.get("rank") or PartyRank.SIGNATORY
        if organisation and person and person.organisation_id != organisation.pk:
            self.add_error(
                "representative",
                f"{person} ne représente pas « {organisation} » : choisissez l’un de ses "
                "représentants.",
            )
        elif organisation and not person and not self.instance.as_written:
            cleaned["representative"] = only_representative(organisation)
        return cleaned


def only_representative(organisation: Organisation) -> Representative | None:
    """Return who represents an organisation when no other person is in office."""
    people = list(organisation.representatives.filter(end__isnull=True)[:2])
    return people[0] if len(people) == 1 else None


class ArticleForm(forms.ModelForm):
    """One article: a text, or the commitments of a party, or both."""

    committed = forms.ChoiceField(
        label="Engagements de",
        required=False,
        help_text="Laissé vide : chacune des parties.",
    )
    commitment_lines = LinesField(
        label="Engagements",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Un par ligne, sans tiret : la liste prend sa ponctuation d’elle-même.",
    )

    class Meta:
        model = Article
        fields = ("title", "body", "introduction", "number", "depth")
        help_texts = {
            "introduction": "Laissée vide au-dessus d’engagements : « La Commune s’engage à : », "
            "selon la partie choisie.",
            "depth": "Un sous-article dépend de l’article qui le précède.",
        }
        widgets = {
            "introduction": forms.Textarea(attrs={"rows": 1}),
            "depth": forms.Select(
                choices=[(0, "article"), (1, "sous-article"), (2, "sous-article de 2e niveau")]
            ),
        }

    def __init__(self, *args: Any, parties: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "depth" in self.fields and self.instance.depth > 2:
            self.fields["depth"].widget.choices += [
                (self.instance.depth, f"sous-article de {self.instance.depth}e niveau")
            ]
        if "committed" not in self.fields:
            return
        self.fields["committed"].choices = party_choices(parties)
        if self.instance.pk:
            if self.instance.committed_party_id:
                self.initial["committed"] = f"party-{self.instance.committed_party_id}"
            rows = sorted(self.instance.commitments.all(), key=lambda row: (row.position, row.pk))
            self.initial["commitment_lines"] = [row.text for row in rows]

    def tie(self, parties: Sequence[Party]) -> None:
        """Give the article the party it binds, among the parties as just saved, in order."""
        chosen = self.cleaned_data.get("committed", "")
        self.instance.committed_party = chosen_party(chosen, parties)


def party_choices(parties: Sequence[Party]) -> list[tuple[str, str]]:
    """Return the parties to choose from: those that are saved, then places in the list."""
    ranks = range(1, max(6, len(parties) + 2) + 1)
    return [
        ("", "—"),
        *((f"party-{party.pk}", str(party)) for party in parties),
        *((f"rank-{rank}", f"la {_ordinal(rank)} partie de la liste") for rank in ranks),
    ]


def chosen_party(choice: str, parties: Sequence[Party]) -> Party | None:
    """Return the party chosen, among the parties as they were just saved, in their order."""
    kind, _, key = choice.partition("-")
    if kind == "party":
        return next((party for party in parties if party.pk == int(key)), None)
    if kind == "rank" and int(key) <= len(parties):
        return parties[int(key) - 1]
    return None


def _ordinal(rank: int) -> str:
    return "1re" if rank == 1 else f"{rank}e"


class ConventionForm(forms.ModelForm):
    """A convention; its parties and articles are edited below it."""

    class Meta:
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "subtitle": forms.Textarea(attrs={"rows": 1}),
            "closing": forms.Textarea(attrs={"rows": 1}),
        }

    def clean(self) -> dict[str, Any] | None:
        """Tie an amendment to the original, even when it is that of an amendment."""
        cleaned = super().clean() or {}
        parent = cleaned.get("parent")
        if parent and cleaned.get("parent_relation") == ParentRelation.AMENDMENT:
            parent = cleaned["parent"] = original_of(parent)
        if parent and parent.pk == self.instance.pk:
            self.add_error("parent", "Une convention ne peut pas se suivre elle-même.")
        return cleaned


class AnnexForm(forms.Form):
    """What a convention starts from: its title, its place, its time, who the other parties are."""

    title = forms.CharField(
        label="Titre de la convention",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="« Convention tripartite relative à … »",
    )
    kind = forms.ChoiceField(label="Type", choices=ConventionKind)
    site = forms.ModelChoiceField(Site.objects.order_by("name"), label="Site", required=False)
    start = forms.DateField(label="Prend effet le", required=False, widget=DateInput())
    end = forms.DateField(
        label="Jusqu’au", required=False, widget=DateInput(), help_text="Dernier jour inclus."
    )
    originals = forms.IntegerField(
        label="Exemplaires originaux", required=False, min_value=1, max_value=99
    )

    def __init__(self, *args: Any, admin_site: AdminSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = Party._meta.get_field("organisation")
        for rank in range(2, 6):
            self.fields[f"party_{rank}"] = forms.ModelChoiceField(
                Organisation.objects.all(),
                label=f"{rank}e partie",
                required=rank == 2,
                widget=AutocompleteSelect(field, admin_site),
                help_text="La 1re partie est l’autorité qui prend l’acte." if rank == 2 else "",
            )

    def others(self) -> list[Organisation]:
        """Return the parties chosen beside the authority, in order, each once."""
        chosen = [self.cleaned_data.get(f"party_{rank}") for rank in range(2, 6)]
        return list(dict.fromkeys(party for party in chosen if party))

    def fields_of_convention(self) -> dict[str, Any]:
        """Return what `annex_convention` takes."""
        names = ("title", "kind", "site", "start", "end", "originals")
        return {
            "annex_title": "Convention",
            **{name: self.cleaned_data[name] for name in names},
        }


# A PDF signed elsewhere carries its own images beside the data.
_IMPORTED = Largest(50)


class ImportForm(forms.Form):
    """A file of the exchange format, or a PDF that carries it."""

    file = forms.FileField(
        label="Fichier",
        validators=[_IMPORTED],
        help_text=(
            "Un acte ou une convention au format d’échange csipa-acte/1 (JSON), ou le PDF d’un "
            "document figé, même signé électroniquement : il porte ces données. "
            f"{_IMPORTED.told}"
        ),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".json,.pdf,application/json,application/pdf"}
        ),
    )
    replace = forms.BooleanField(
        label="Remplacer l’acte déjà importé sous ce numéro",
        required=False,
        help_text="Un acte signé dans le programme n’est jamais remplacé.",
    )

"""What an amendment changes, asked on one page; the lines of its articles on its own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from conventions.admin.power_forms import SubjectsField, subjects_of
from conventions.admin_forms import ArticleForm
from conventions.models import Article, ArticleChange, ClauseVersion, DelegatedSubject
from conventions.review.amending import (
    AmendedNow,
    authority_of,
    proposed_powers,
    proposed_signatory,
)
from conventions.review.clauses import older_wordings_of
from conventions.review.consolidation import Consolidation
from conventions.review.standing import standing_of
from conventions.rules.consolidation import ConsolidatedArticle
from conventions.rules.mandates import Standing
from csipa.admin.choices import SharedModelChoiceField
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date
from sites.models import Representative

KEEP, REPLACE, CLAUSE, REPEAL = "", "replace", "clause", "repeal"
NOWHERE, AT_THE_END = "", "end"
_CHOICES = (
    (KEEP, "inchangé"),
    (REPLACE, "réécrire, en partant du texte actuel"),
    (REPEAL, "supprimer"),
)
_USABLE = (Standing.IN_FORCE, Standing.UNKNOWN)


@dataclass(frozen=True)
class ArticleRow:
    """An article of the convention with its field."""

    article: ConsolidatedArticle
    field: forms.BoundField


class PersonField(forms.ModelChoiceField):
    """The choice of who signs, with the capacity."""

    def label_from_instance(self, obj: Representative) -> str:
        """Return name, capacity and organisation."""
        return obj.choice_label


class AmendForm(forms.Form):
    """What the amendment changes, and who signs the act that authorises it."""

    reference = forms.CharField(
        label="Référence de la convention",
        max_length=110,
        help_text="La convention n’en a pas : l’avenant et l’acte la désigneront par celle-ci.",
    )
    end = forms.DateField(label="Nouveau terme", required=False, widget=DateInput())
    start = forms.DateField(
        label="L’avenant prend effet le",
        required=False,
        widget=DateInput(),
        help_text="Vide : le jour où la dernière des parties le signe.",
    )
    insert_after = forms.ChoiceField(label="Ajouter un article", required=False)
    insert_title = forms.CharField(
        label="Titre de l’article ajouté", required=False, max_length=300
    )
    decision = forms.BooleanField(
        label="Préparer aussi l’acte qui autorise la signature de l’avenant",
        required=False,
        initial=True,
    )
    signatory = PersonField(
        Representative.objects.none(), label="Signataire de l’acte", required=False
    )
    powers = SubjectsField(
        queryset=DelegatedSubject.objects.none(), label="Compétences exercées", required=False
    )

    def __init__(
        self,
        *args: Any,
        now: AmendedNow,
        text: Consolidation,
        today: dt.date,
        taken_up: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.text = now, text
        if now.convention.reference:
            del self.fields["reference"]
        last = f"le {long_date(now.end)} inclus" if now.end else "aucun"
        self.fields["end"].help_text = f"Vide : il ne change pas. Terme actuel : {last}."
        self._offer_people(today)
        self._offer_articles(today, taken_up)

    def _offer_people(self, today: dt.date) -> None:
        authority = authority_of(self.now)
        people = Representative.objects.on(today).filter(organisation=authority)
        self.fields["signatory"].queryset = people.select_related("organisation").order_by(
            "position", "pk"
        )
        self.fields["signatory"].initial = proposed_signatory(self.now, today=today)
        usable = [
            row.pk
            for row in subjects_of(authority)
            if standing_of(row.delegation, next_installed_on=row.next_installed_on, day=today)
            in _USABLE
        ]
        self.fields["powers"].queryset = subjects_of(authority).filter(pk__in=usable)
        self.fields["powers"].initial = proposed_powers(self.now, today=today)

    def _offer_articles(self, today: dt.date, taken_up: Sequence[int]) -> None:
        """Add one field an article; one whose clause was worded again since may take it up."""
        self.versions: dict[int, ClauseVersion] = {}
        for older in older_wordings_of(self.now.convention, today=today):
            if one := self.text.article(older.article.pk):
                self.versions[_key(one)] = older.current
        places = [(NOWHERE, "aucun")]
        for one in self.text.current:
            key = _key(one)
            choices = list(_CHOICES)
            if version := self.versions.get(key):
                choices.insert(2, (CLAUSE, f"reprendre la version {version.number} de sa clause"))
            self.fields[f"article_{key}"] = forms.ChoiceField(
                label=one.heading,
                choices=choices,
                required=False,
                initial=CLAUSE if key in self.versions and key in taken_up else KEEP,
            )
            places.append((str(key), f"après : {one.heading}"))
        self.fields["insert_after"].choices = [*places, (AT_THE_END, "à la fin")]

    def rows(self) -> list[ArticleRow]:
        """Return the articles that stand, each with what may be done of it."""
        return [ArticleRow(one, self[f"article_{_key(one)}"]) for one in self.text.current]

    def clean(self) -> dict[str, Any]:
        """Ask for a change, and for the title of an article that is added."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        adds = cleaned["insert_after"] != NOWHERE
        if adds and not cleaned["insert_title"].strip():
            self.add_error("insert_title", "Donnez un titre à l’article ajouté.")
        if cleaned["insert_title"].strip() and not adds:
            self.add_error("insert_after", "Dites où l’article est ajouté.")
        changes = any(self._asked(wish) for wish in (REPLACE, CLAUSE, REPEAL))
        if not (cleaned["end"] or adds or changes or self.errors):
            raise forms.ValidationError(
                "Dites ce que change l’avenant : le terme, un article à réécrire, à supprimer ou à "
                "ajouter."
            )
        return cleaned

    def asked(self) -> dict[str, Any]:
        """Return what `amend` takes."""
        cleaned = self.cleaned_data
        after = cleaned["insert_after"]
        insert = []
        if after != NOWHERE:
            key = None if after == AT_THE_END else int(after)
            insert = [(key, cleaned["insert_title"].strip())]
        return {
            "reference": cleaned.get("reference", ""),
            "end": cleaned["end"],
            "start": cleaned["start"],
            "articles": self._asked(REPLACE),
            "repeal": self._asked(REPEAL),
            "reword": [(key, self.versions[key]) for key in self._asked(CLAUSE)],
            "insert": insert,
            "decision": cleaned["decision"],
            "signatory": cleaned["signatory"],
            "powers": list(cleaned["powers"]),
        }

    def _asked(self, wish: str) -> list[int]:
        keys = (_key(one) for one in self.text.current)
        return [key for key in keys if self.cleaned_data.get(f"article_{key}") == wish]


class AmendedArticleField(SharedModelChoiceField):
    """The choice of the article that is changed, under the heading it has today."""

    headings: dict[int, str] = {}

    def label_from_instance(self, obj: Article) -> str:
        """Return « Article 2 – Durée »."""
        return self.headings.get(obj.pk, str(obj))


class AmendingArticleForm(ArticleForm):
    """One article of an amendment: free words, or what it does to an article of the convention."""

    class Meta(ArticleForm.Meta):
        fields = ("change", "amended_article", "amended_title", *ArticleForm.Meta.fields)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "change" in self.fields:
            self.fields["change"].choices = [
                ("", "rien : texte libre"),
                (ArticleChange.REPLACE.value, "remplace l’article"),
                (ArticleChange.INSERT.value, "ajoute un article après l’article"),
                (ArticleChange.REPEAL.value, "supprime l’article"),
            ]
        if "title" in self.fields:
            self.fields["title"].label = "Titre dans l’avenant"
            self.fields[
                "title"
            ].help_text = (
                "Laissez vide pour un article qui en change un autre : le programme l’écrit."
            )
        if "body" in self.fields:
            self.fields["body"].label = "Texte, ou nouveau texte de l’article"

    def clean(self) -> dict[str, Any] | None:
        """Ask which article is changed, and for nothing that the change does not use."""
        cleaned = super().clean() or {}
        change, article = cleaned.get("change"), cleaned.get("amended_article")
        if change in (ArticleChange.REPLACE, ArticleChange.REPEAL) and not article:
            self.add_error("amended_article", "Choisissez l’article que l’avenant modifie.")
        if article and not change:
            self.add_error("change", "Dites ce que l’avenant fait de cet article.")
        if change == ArticleChange.INSERT and not (cleaned.get("amended_title") or "").strip():
            self.add_error("amended_title", "Donnez un titre à l’article ajouté.")
        if change == ArticleChange.REPEAL and (
            cleaned.get("body") or cleaned.get("commitment_lines")
        ):
            self.add_error("body", "Un article supprimé n’a pas de nouveau texte : videz celui-ci.")
        return cleaned


def _key(one: ConsolidatedArticle) -> int:
    assert one.new is not None  # only articles that stand are offered
    return one.new.key

"""Forms of the memberships of a CPTS."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from csipa.admin.formsets import inner_widget
from csipa.admin.widgets import DateInput
from csipa.french.grammar import upper_first
from sites.models import Community
from sites.rules.care_professions import CARE_PROFESSIONS
from staffing.models import Membership
from staffing.review.members import identity_of


class MembershipForm(forms.ModelForm):
    """A membership; what the care offer tells of the person fills what was left empty."""

    class Meta:
        model = Membership
        fields = "__all__"  # noqa: DJ007 – the page declares them

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "provider" in self.fields:
            field = self.fields["provider"]
            field.help_text = (
                "Cherchez la personne par son nom ou son numéro RPPS : ce qui est vide ci-dessous "
                "se remplit d’après le répertoire."
            )
            inner_widget(field).attrs["data-identity"] = reverse(
                "admin:staffing_membership_identity"
            )

        if "profession" in self.fields:
            named = [(one.code, upper_first(one.name)) for one in CARE_PROFESSIONS]
            self.fields["profession"].choices = [("", "---------"), *named]

    def clean(self) -> dict[str, Any]:
        """Fill what is empty from the care offer; refuse another RPPS number than its own."""
        cleaned = super().clean() or self.cleaned_data
        provider = cleaned.get("provider")
        if provider is None:
            return cleaned
        if (typed := cleaned.get("rpps")) and provider.rpps and typed != provider.rpps:
            self.add_error(
                "rpps",
                f"Ce numéro n’est pas celui de {provider} au répertoire ({provider.rpps}) : "
                "corrigez-le, ou videz le choix de l’offreur de soins.",
            )
        told = identity_of(provider)
        if not cleaned.get("last_name"):
            cleaned |= {name: told[name] for name in ("title", "first_name", "last_name")}
        for name in ("profession", "rpps"):
            cleaned[name] = cleaned.get(name) or told[name]
        if not cleaned.get("commune") and told["commune"] and "commune" in self.fields:
            cleaned["commune"] = self.fields["commune"].queryset.filter(pk=told["commune"]).first()
        return cleaned


class LeaveForm(forms.Form):
    """The last day of a membership, and why it ends."""

    end = forms.DateField(
        label="Dernier jour d’adhésion", widget=DateInput(), help_text="Jour inclus."
    )
    reason = forms.CharField(
        label="Motif",
        max_length=200,
        help_text="Départ du territoire, retraite, choix de la personne… Rien de sa santé.",
    )


class JoinForm(forms.Form):
    """The first day of a new membership."""

    start = forms.DateField(label="Adhère de nouveau à partir du", widget=DateInput())


class FeesForm(forms.Form):
    """A fee to call from all members of a CPTS."""

    community = forms.ModelChoiceField(Community.objects.none(), label="CPTS", empty_label=None)
    year = forms.IntegerField(label="Année", min_value=1990, max_value=2200)
    amount = forms.DecimalField(
        label="Montant par adhérent, en euros", min_value=0, max_digits=8, decimal_places=2
    )

    def __init__(self, *args: Any, communities: QuerySet[Community], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["community"].queryset = communities
        self.fields["year"].initial = timezone.localdate().year

"""Many parties at once: added to a draft from a territory, printed each on a page to sign."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from pypdf import PdfReader

from conventions.actions.parties import add_parties, record_communes
from conventions.documents.signature_sheets import sheets_context, sheets_pdf
from conventions.exports import file_name, frozen_document
from conventions.models import Annex, Convention, PartyRank
from csipa.admin import own_page
from csipa.admin.responses import (
    PDF,
    change_page,
    file_response,
    rewritable,
    visible,
    whole_numbers,
)
from csipa.french.numbers import counted
from csipa.pdf.door import PdfError
from sites.models import Commune, Organisation, OrganisationKind, Territory


class PartiesForm(forms.Form):
    """Which bodies become parties, and under which common name."""

    territory = forms.ModelChoiceField(
        Territory.objects.order_by("name"),
        label="Territoire",
        required=False,
        empty_label="Toutes les communes du répertoire",
        help_text="Pour ne proposer que ses communes.",
    )
    communes = forms.ModelMultipleChoiceField(
        Commune.objects.none(),
        label="Communes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.exclude(kind=OrganisationKind.COMMUNE).order_by("official_name"),
        label="Autres organismes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    group = forms.CharField(
        label="Nom du groupe",
        required=False,
        max_length=120,
        help_text="« Les Communes » : elles sont imprimées ensemble sous ce nom.",
    )
    rank = forms.ChoiceField(label="Qualité", choices=PartyRank, initial=PartyRank.SIGNATORY)

    def __init__(self, *args: Any, convention: Convention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = convention.parties.values("organisation_id")
        others = self.fields["organisations"]
        others.queryset = others.queryset.exclude(pk__in=known)
        communes = Commune.objects.exclude(
            pk__in=Organisation.objects.filter(kind=OrganisationKind.COMMUNE, pk__in=known).values(
                "commune_id"
            )
        )
        if territory := self._territory():
            today = timezone.localdate()
            members = territory.memberships.on(today).values("commune_id")
            communes = communes.filter(pk__in=members)
        self.fields["communes"].queryset = communes.order_by("search_key")

    def _territory(self) -> Territory | None:
        value = self.data.get(self.add_prefix("territory"), "")
        keys = whole_numbers([str(value)])
        return Territory.objects.filter(pk__in=keys).first() if keys else None

    def clean(self) -> dict[str, Any]:
        """Ask for at least one body."""
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned["communes"] or cleaned["organisations"]):
            raise forms.ValidationError(
                "Cochez au moins une commune ou un organisme à ajouter aux parties."
            )
        return cleaned


@require_http_methods(["GET", "POST"])
def add_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Add many parties to a draft."""
    convention = rewritable(request, page, pk)
    asked = "territory" in request.GET
    narrowing = request.method == "GET"
    data = request.POST if not narrowing else (request.GET if asked else None)
    form = PartiesForm(data, convention=convention)
    if not narrowing and form.is_valid():
        chosen = [
            *form.cleaned_data["organisations"].select_related("commune"),
            *record_communes(communes=list(form.cleaned_data["communes"]), by=request.user),
        ]
        added = add_parties(
            convention=convention,
            organisations=chosen,
            by=request.user,
            today=timezone.localdate(),
            group=form.cleaned_data["group"],
            rank=form.cleaned_data["rank"],
        )
        unknown = sum(1 for party in added if not party.representative_id)
        said = f"{counted(len(added), 'partie ajoutée', 'parties ajoutées')}."
        if unknown:
            said += (
                f" {counted(unknown, 'n’a', 'n’ont')} pas de représentant enregistré : le nom du "
                "signataire sera à remplir à la main."
            )
        messages.success(request, said)
        return change_page(page, convention)
    if narrowing:
        form.errors.clear()
    context = {"title": "Ajouter des parties", "form": form, "asked": asked}
    return own_page(request, page, "admin/conventions/convention/parties.html", context, convention)


@require_GET
def sheets_view(request: HttpRequest, pk: int, page: Any) -> HttpResponse:
    """Show the signature sheets of a convention whose text is closed: all, or `?partie=` ranks."""
    convention = visible(request, page, pk)
    frozen = frozen_document(convention)
    if frozen is None:
        messages.error(request, _no_sheets(request, convention, page))
        return change_page(page, convention)
    pages = len(PdfReader(io.BytesIO(bytes(frozen.content))).pages)
    ranks = whole_numbers(request.GET.getlist("partie")) or None
    try:
        context = sheets_context(frozen.source, sha256=frozen.sha256, pages=pages, ranks=ranks)
        content = sheets_pdf(context, frozen.source)
    except PdfError as error:
        messages.error(request, str(error))
        return change_page(page, convention)
    except ValueError:
        messages.error(request, "Aucune partie ne signe cette convention.")
        return change_page(page, convention)
    name = file_name(convention, "pdf").removesuffix(".pdf") + "-feuillets.pdf"
    return file_response(content, PDF, name, "inline")


def _no_sheets(request: HttpRequest, convention: Convention, page: Any) -> str:
    """Say why a convention has no signature sheets, and what gives it some."""
    if page.lock_of(request, convention):
        return (
            "Cette convention est venue déjà signée : sans document figé ici, elle n’a pas de "
            "feuillets."
        )
    if Annex.objects.filter(convention=convention).exists():
        return (
            "Les feuillets portent l’empreinte du texte signé : signez d’abord l’acte auquel la "
            "convention est annexée."
        )
    return "Les feuillets portent l’empreinte du texte arrêté : arrêtez d’abord le texte."

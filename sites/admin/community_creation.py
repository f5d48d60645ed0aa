"""« Ajouter une CPTS »: its association, its territory and who presides, in one go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from csipa.admin import own_page
from csipa.admin.periods import NO_DATE
from csipa.admin.widgets import DateInput
from sites.actions.communities import CommunityRefused, President, create_community
from sites.models import Gender, Organisation, OrganisationKind, Territory, TerritoryKind

TEMPLATE = "admin/sites/community/new.html"


class NewCommunityForm(forms.Form):
    """What a CPTS needs to begin; everything else is added later."""

    organisation = forms.ModelChoiceField(
        label="Association déjà connue",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Aucune\u00a0: la créer",
    )
    name = forms.CharField(
        label="Nom de la nouvelle association",
        required=False,
        max_length=250,
        help_text="Sans article, comme au milieu d’une phrase\u00a0: «\u00a0communauté "
        "professionnelle territoriale de santé …\u00a0».",
    )
    short_name = forms.CharField(
        label="Nom court",
        required=False,
        max_length=120,
        help_text="Celui des pages et des listes\u00a0: «\u00a0CPTS …\u00a0».",
    )
    territory = forms.ModelChoiceField(
        label="Territoire déjà connu",
        queryset=Territory.objects.none(),
        required=False,
        empty_label="Aucun\u00a0: le créer, puis coller la liste de ses communes",
    )
    title = forms.CharField(
        label="Titre",
        required=False,
        max_length=40,
        help_text="«\u00a0Docteur\u00a0»\u00a0; facultatif.",
    )
    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    last_name = forms.CharField(label="Nom", required=False, max_length=80)
    gender = forms.ChoiceField(
        label="Genre", required=False, choices=[("", "À choisir"), *Gender.choices]
    )
    start = forms.DateField(
        label="En fonction depuis le",
        required=False,
        widget=DateInput,
        error_messages={"invalid": NO_DATE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(
            kind=OrganisationKind.CPTS, community__isnull=True
        ).order_by("search_key", "pk")
        self.fields["territory"].queryset = Territory.objects.filter(
            kind=TerritoryKind.CPTS, community__isnull=True
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        """Ask for an association, and for the whole of who presides or nothing of it."""
        cleaned = super().clean() or {}
        known, name = cleaned.get("organisation"), cleaned.get("name")
        if not known and not name and not self.has_error("organisation"):
            self.add_error("name", "Donnez le nom de l’association, ou choisissez-la au-dessus.")
        if known and name:
            self.add_error("name", "Laissez vide\u00a0: l’association est choisie au-dessus.")
        person = {key: cleaned.get(key) for key in ("first_name", "last_name", "gender")}
        if any(person.values()) or cleaned.get("title") or cleaned.get("start"):
            missing = {
                "first_name": "Donnez aussi le prénom.",
                "last_name": "Donnez aussi le nom.",
                "gender": "Choisissez le genre\u00a0: «\u00a0président\u00a0» s’accorde avec lui.",
            }
            for key, message in missing.items():
                if not person[key]:
                    self.add_error(key, message)
        return cleaned

    @property
    def association_fields(self) -> list[forms.BoundField]:
        """Return the fields about the association."""
        return [self[name] for name in ("organisation", "name", "short_name")]

    @property
    def person_fields(self) -> list[forms.BoundField]:
        """Return the fields about who presides."""
        return [self[name] for name in ("title", "first_name", "last_name", "gender", "start")]

    @property
    def president(self) -> President | None:
        """Return who presides, once the form is valid; None when nobody was typed."""
        cleaned = self.cleaned_data
        if not cleaned["last_name"]:
            return None
        return President(
            first_name=cleaned["first_name"],
            last_name=cleaned["last_name"],
            gender=cleaned["gender"],
            title=cleaned["title"],
            start=cleaned["start"],
        )


@require_http_methods(["GET", "POST"])
def new_view(request: HttpRequest, page: Any) -> HttpResponse:
    """Ask for the association, the territory and who presides; create them together."""
    if not page.has_add_permission(request):
        raise PermissionDenied
    form = NewCommunityForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _refuse_beyond_rights(request, form)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            community = create_community(
                organisation=cleaned["organisation"],
                name=cleaned["name"],
                short_name=cleaned["short_name"],
                territory=cleaned["territory"],
                president=form.president,
                by=request.user,
            )
        except CommunityRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                f"CPTS créée\u00a0: {community}. La suite est dans «\u00a0Ce qui vous "
                "attend\u00a0».",
            )
            return redirect("admin:sites_community_board", community.pk)
    context = {"title": "Ajouter une CPTS", "form": form, "has_errors": bool(form.errors)}
    return own_page(request, page, TEMPLATE, context)


def _refuse_beyond_rights(request: HttpRequest, form: NewCommunityForm) -> None:
    """Tell on each field what the person may not create on its own page either."""
    asked = form.cleaned_data
    if asked["name"] and not request.user.has_perm("sites.add_organisation"):
        form.add_error(
            "name",
            "Votre compte ne permet pas de créer un organisme\u00a0: choisissez une association "
            "déjà connue, ou demandez à un responsable de l’ajouter.",
        )
    if not asked["territory"] and not request.user.has_perm("sites.add_territory"):
        form.add_error(
            "territory",
            "Votre compte ne permet pas de créer un territoire\u00a0: choisissez-en un déjà connu, "
            "ou demandez à un responsable de l’ajouter.",
        )
    if asked["last_name"] and not request.user.has_perm("sites.add_representative"):
        form.add_error(
            "last_name",
            "Votre compte ne permet pas d’ajouter un représentant\u00a0: laissez ces cases vides.",
        )

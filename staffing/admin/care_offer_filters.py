"""How the list of care offer narrows: territory, commune, profession, mode, presence."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from csipa.admin.responses import whole_number
from csipa.french.grammar import upper_first
from sites.models import Commune, TerritoryCommune
from sites.rules.care_professions import DOCTOR, name_of
from staffing.admin.community_rows import own_territories
from staffing.models import CarePlace, CareProvider

_MODES = (("L", "Libéral"), ("S", "Salarié"), ("B", "Bénévole"))
_PRESENT, _GONE = "oui", "non"


class _PlaceFilter(admin.SimpleListFilter):
    """Narrows on the places; a place they left counts only for those who left altogether."""

    def place_condition(self, value: str) -> dict[str, Any] | None:
        """Return what a place must be, None when the value means nothing."""
        raise NotImplementedError

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep those with such a place."""
        condition = self.place_condition(self.value()) if self.value() else {}
        if condition is None:
            return queryset.none()
        if not condition:
            return queryset
        places = CarePlace.objects.filter(provider=OuterRef("pk"), **condition)
        gone = Exists(places) if request.GET.get(PresenceFilter.parameter_name) == _GONE else None
        return queryset.filter(gone or Exists(places.filter(gone_on__isnull=True)))


class TerritoryFilter(_PlaceFilter):
    """Territories of which a reading was asked, or any that has communes."""

    title = "territoire"
    parameter_name = "territoire"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the territories that have communes."""
        return [(str(one.pk), one.name) for one in own_territories(request)]

    def place_condition(self, value: str) -> dict[str, Any] | None:
        """Return the communes of the territory today."""
        number = whole_number(value)
        if number is None:
            return None
        members = TerritoryCommune.objects.on(timezone.localdate()).filter(territory=number)
        return {"commune__in": members.values("commune")}


class CommuneFilter(_PlaceFilter):
    """Communes where somebody works."""

    title = "commune"
    parameter_name = "commune"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the communes of the directory."""
        places = CarePlace.objects.filter(commune=OuterRef("pk"))
        known = Commune.objects.filter(Exists(places)).order_by("search_key")
        return [(one.pk, one.name) for one in known]

    def place_condition(self, value: str) -> dict[str, Any] | None:
        """Return the commune."""
        return {"commune": value}


class ModeFilter(_PlaceFilter):
    """How they practise."""

    title = "mode d’exercice"
    parameter_name = "mode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        """Offer the modes of the register."""
        return _MODES

    def place_condition(self, value: str) -> dict[str, Any] | None:
        """Return the mode."""
        return {"mode": value}


class ProfessionFilter(admin.SimpleListFilter):
    """Professions that the directory has."""

    title = "profession"
    parameter_name = "profession"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the professions by their names."""
        codes = CareProvider.objects.order_by().values_list("profession", flat=True).distinct()
        return sorted(
            ((code, upper_first(name_of(code))) for code in codes), key=lambda one: one[1]
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep one profession."""
        return queryset.filter(profession=self.value()) if self.value() else queryset


class GeneralPracticeFilter(admin.SimpleListFilter):
    """General practitioners apart from other doctors."""

    title = "médecins"
    parameter_name = "medecins"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        """Offer the three sorts of doctors."""
        return (
            ("generalistes", "Généralistes"),
            ("specialistes", "Autres spécialités"),
            ("inconnue", "Spécialité inconnue"),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep one sort of doctors."""
        doctors = queryset.filter(profession=DOCTOR)
        match self.value():
            case "generalistes":
                return doctors.filter(general_practice=True)
            case "specialistes":
                return doctors.filter(general_practice=False).exclude(skills="")
            case "inconnue":
                return doctors.filter(general_practice=False, skills="")
        return queryset


class PresenceFilter(admin.SimpleListFilter):
    """Those whom the register still has; the others on demand."""

    title = "présence au répertoire"
    parameter_name = "present"

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        """Offer those present and those gone."""
        return ((_PRESENT, "Présents"), (_GONE, "Absents de la dernière lecture"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep those present or gone."""
        if self.value() in (_PRESENT, _GONE):
            return queryset.filter(left_on__isnull=self.value() == _PRESENT)
        return queryset


FILTERS = (
    TerritoryFilter,
    CommuneFilter,
    ProfessionFilter,
    GeneralPracticeFilter,
    ModeFilter,
    PresenceFilter,
)

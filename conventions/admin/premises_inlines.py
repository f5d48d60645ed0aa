"""The premises of a convention on its page: rooms, things lent, weekly slots, all of its site."""

from __future__ import annotations

from typing import Any

from django import forms

from conventions.models import LentEquipment, OccupiedRoom, OccupiedSlot
from conventions.rules.premises import Slot, overlaps
from csipa.admin import TabularInline
from csipa.admin.formsets import LineFormSet

_NO_SITE = "Choisissez d’abord le site de la convention."
_OTHER_SITE = (
    "« {row} » n’est pas de ce site : choisissez {what} du site {site}, ou changez de site."
)


class _OfTheSite:
    """Lines that point to what the site of the convention has."""

    pointer = "room"
    what = "une salle"

    def clean(self) -> None:
        """Refuse what belongs to another site than the one chosen on the page."""
        super().clean()  # type: ignore[misc]
        site = self.instance.site  # type: ignore[attr-defined]
        for form in self.forms:  # type: ignore[attr-defined]
            row = form.cleaned_data.get(self.pointer) if hasattr(form, "cleaned_data") else None
            if row is None or form.cleaned_data.get("DELETE"):
                continue
            if site is None:
                form.add_error(self.pointer, _NO_SITE)
            elif row.site_id != site.pk:
                message = _OTHER_SITE.format(row=row, what=self.what, site=site)
                form.add_error(self.pointer, message)


class RoomFormSet(_OfTheSite, LineFormSet):
    """Rooms opened."""


class EquipmentFormSet(_OfTheSite, LineFormSet):
    """Things lent."""

    pointer = "equipment"
    what = "un matériel"


class SlotFormSet(_OfTheSite, LineFormSet):
    """Weekly slots: no two of them use a room at the same time."""

    def clean(self) -> None:
        """Refuse slots that get in each other's way."""
        super().clean()
        if any(form.errors for form in self.forms):
            return
        slots = [_slot(form.cleaned_data) for form in self.forms if _is_slot(form)]
        told = [
            f"Deux créneaux se recouvrent : {one} et {other}. Changez les heures, ou donnez à "
            "chacun sa salle."
            for one, other in overlaps(slots)
        ]
        if told:
            raise forms.ValidationError(told)


def _is_slot(form: forms.ModelForm) -> bool:
    data = form.cleaned_data
    return bool(data.get("starts_at") and data.get("ends_at") and not data.get("DELETE"))


def _slot(data: dict[str, Any]) -> Slot:
    room = data.get("room")
    return Slot(
        weekday=data["weekday"],
        start=data["starts_at"],
        end=data["ends_at"],
        room=room.name if room else "",
    )


class _SiteChoices:
    """Lines whose choices are those of the site of the convention, with or without script."""

    def get_formset(self, request, obj=None, **kwargs):
        """Remember the site, which the choices need."""
        self.site = obj.site_id if obj else None
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Offer what the site has; once saved, a convention without a site is offered nothing."""
        if db_field.name in {"room", "equipment"}:
            rows = db_field.related_model.objects.filter(site=self.site)
            kwargs["queryset"] = rows.order_by(*_ORDERS[db_field.name])
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


_ORDERS = {"room": ("position", "pk"), "equipment": ("label", "pk")}


class OccupiedRoomInline(_SiteChoices, TabularInline):
    """The rooms that the convention opens."""

    model = OccupiedRoom
    formset = RoomFormSet
    fields = ("room",)
    ordering = ("position", "room__position", "pk")


class LentEquipmentInline(_SiteChoices, TabularInline):
    """The things that the convention lends."""

    model = LentEquipment
    formset = EquipmentFormSet
    fields = ("equipment", "quantity")
    ordering = ("position", "pk")


class OccupiedSlotInline(_SiteChoices, TabularInline):
    """The weekly slots; without a room, they hold all those of the convention."""

    model = OccupiedSlot
    formset = SlotFormSet
    fields = ("weekday", "starts_at", "ends_at", "room", "use")
    ordering = ("weekday", "starts_at", "pk")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Say what no room means: all those of the convention."""
        if db_field.name == "room":
            kwargs["empty_label"] = "toutes"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

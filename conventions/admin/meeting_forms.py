"""The forms of a meeting: members typed by name, proxies too, on one page."""

from __future__ import annotations

from typing import Any

from django import forms

from conventions.admin_forms import LinesField
from conventions.exchange.meetings import meeting_data
from conventions.models import Attendance, AttendanceStatus, Vote
from conventions.rules.meetings import silenced, voters
from csipa.admin.formsets import OrderedFormSet
from sites.rules.names import search_key

# The names offered while typing; the page of the meeting holds them once for all lines.
NAMES_LIST = "member-names"


class AttendanceForm(forms.ModelForm):
    """A member; who holds the proxy is typed by name, even on a line that is not saved yet."""

    proxy_name = forms.CharField(
        label="Pouvoir donné à",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": NAMES_LIST, "autocomplete": "off"}),
    )

    class Meta:
        model = Attendance
        fields = ("name", "status")
        widgets = {"name": forms.TextInput(attrs={"list": NAMES_LIST, "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = self.instance.proxy if self.instance.proxy_id else None
        self.initial.setdefault("proxy_name", holder.name if holder else "")

    def clean(self) -> dict[str, Any] | None:
        """Take the proxy away from who is no longer represented; refuse to give one otherwise."""
        cleaned = super().clean() or {}
        if not cleaned.get("proxy_name"):
            self.instance.proxy = None
        elif cleaned.get("status") != AttendanceStatus.REPRESENTED:
            self.add_error(
                "proxy_name",
                "Seul un membre représenté donne un pouvoir : changez sa présence, ou videz cette "
                "case.",
            )
        return cleaned


class AttendanceFormSet(OrderedFormSet):
    """The list of a meeting; proxies are tied once every line is there."""

    def clean(self) -> None:
        """Refuse a proxy held by nobody of the list."""
        super().clean()
        names = self._names()
        for form in self._kept():
            typed = form.cleaned_data.get("proxy_name")
            holder = names.get(search_key(typed)) if typed else None
            if typed and (holder is None or holder is form):
                form.add_error(
                    "proxy_name",
                    f"« {typed} » n’est pas un autre membre de la liste : ajoutez-le, ou corrigez "
                    "son nom.",
                )

    def save(self, commit: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 – Django's signature
        """Save the lines, then the proxies: both may be new."""
        saved = super().save(commit)
        names = self._names() if commit else {}
        for form in self._kept() if commit else ():
            typed = form.cleaned_data.get("proxy_name")
            holder = names[search_key(typed)].instance if typed else None
            if holder and form.instance.proxy_id != holder.pk:
                form.instance.proxy = holder
                form.instance.save()
        return saved

    def _kept(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms and getattr(form, "cleaned_data", {}).get("name")
        ]

    def _names(self) -> dict[str, Any]:
        return {search_key(form.cleaned_data["name"]): form for form in self._kept()}


class MembersForm(forms.Form):
    """Names to add to the list, one a line."""

    names = LinesField(
        label="Membres à ajouter",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Un nom par ligne : « Mme Agnès ROUSSEL ». Chacun est compté présent ; vous "
        "direz ensuite qui est représenté, excusé ou absent.",
    )


class VoteForm(forms.ModelForm):
    """The figures of a vote; naming who withdrew lowers the number of voters."""

    class Meta:
        model = Vote
        fields = ("in_office", "present", "proxies", "voting")

    def clean(self) -> dict[str, Any] | None:
        """Count the voters again when only the list of those who withdrew was changed."""
        cleaned = super().clean() or {}
        present, proxies = cleaned.get("present"), cleaned.get("proxies")
        if "withdrew" not in self.changed_data or present is None or proxies is None:
            return cleaned
        lines = self._lines()
        before = voters(present, proxies, silenced(lines, self.initial.get("withdrew") or []))
        if cleaned.get("voting") in (None, before):
            now = silenced(lines, cleaned.get("withdrew") or [])
            cleaned["voting"] = voters(present, proxies, now)
        return cleaned

    def _lines(self) -> list[dict[str, Any]]:
        """Return the list of the meeting, empty for an act without one."""
        act = self.instance.act if self.instance.act_id else None
        if act is None or act.meeting is None:
            return []
        return meeting_data(act.meeting).get("attendances") or []

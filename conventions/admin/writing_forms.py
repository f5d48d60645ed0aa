"""The form that writes a convention from a model: a site, parties, a period, who signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.http import QueryDict

from conventions.admin.power_forms import SubjectsField, subjects_of
from conventions.admin.writing_fields import OrganisationField, OrganisationsField, SiteField
from conventions.admin.writing_terms_form import (
    NOTICE,
    RENEWAL,
    field_of_reason,
    money_names,
    premises_fields,
    term_fields,
    written_terms,
)
from conventions.models import Act, DelegatedSubject, PartyRole
from conventions.review.templates import TemplateText
from conventions.review.writing import (
    Holder,
    holders_of,
    in_office,
    powers_in_force,
    usual_powers,
)
from csipa.admin.responses import whole_number
from csipa.admin.widgets import DateInput
from sites.models import Organisation, Representative, Site

UNKNOWN = "inconnu"
_ROLES = dict(PartyRole.choices)
_SEVERAL = ("others", "rooms", "equipment", "powers")


class AsTyped:
    """What was sent, as the start of the form shown again: nothing is checked yet."""

    def __init__(self, post: QueryDict) -> None:
        self.post = post

    def get(self, name: str, default: Any = None) -> Any:
        """Return what was sent for a field; nothing at all is an answer too."""
        return self.post.getlist(name) if name in _SEVERAL else self.post.get(name, "")


class WritingForm(forms.Form):
    """What a model asks to write a convention and, if wanted, the decision that authorises it.

    Who may sign, the powers and the rooms follow the site and the parties as they stand in what
    was sent: sending the form with `refresh` shows them without writing anything.
    """

    site = SiteField(label="Site")
    start = forms.DateField(label="Prend effet le", widget=DateInput())
    end = forms.DateField(
        label="Jusqu’au", required=False, widget=DateInput(), help_text="Dernier jour inclus."
    )

    def __init__(
        self,
        *args: Any,
        text: TemplateText,
        admin_site: AdminSite,
        today: dt.date,
        act: Act | None = None,
        decides: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.today, self.act = text, today, act
        self.decides = decides and act is None and text.has_decision
        self.chosen_site = self._site()
        day = self._day() or today
        self.holders = holders_of(
            roles=text.roles,
            chosen={role: self._key(_party(role)) for role in text.roles},
            site=self.chosen_site,
            day=day,
        )
        self.fields["end"].required = "end" in text.asked_for(with_optional=False)
        for line, holder in zip(text.template.parties.all(), self.holders, strict=True):
            self._add_holder(holder, admin_site, line.legal_form)
        self.fields["others"] = OrganisationsField(
            admin_site=admin_site,
            label="Autres parties",
            required=False,
            help_text="Elles signent après celles du modèle ; les articles n’en parlent pas.",
        )
        self.fields.update(dict(term_fields(text)))
        self.fields["originals"] = forms.IntegerField(
            label="Exemplaires originaux",
            required=False,
            min_value=1,
            max_value=99,
            help_text="Vide : un par partie.",
        )
        self.fields["reference"] = forms.CharField(
            label="Référence", required=False, max_length=120, help_text="Vide : la suivante."
        )
        self.fields["signature_place"] = forms.CharField(
            label="Fait à",
            required=False,
            max_length=120,
            help_text="Vide : la commune du siège du gestionnaire.",
        )
        self.fields.update(premises_fields(text, self.chosen_site, day))
        if self.decides:
            self._add_decision()

    # What was chosen so far -------------------------------------------------------------------

    def _raw(self, name: str) -> str:
        source: Any = self.data if self.is_bound else self.initial
        return str(source.get(name) or "")

    def _key(self, name: str) -> int | None:
        return whole_number(self._raw(name))

    def _site(self) -> Site | None:
        key = self._key("site")
        return self.fields["site"].queryset.filter(pk=key).first() if key else None

    def _day(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self._raw("start"))
        except ValueError:
            return None

    @property
    def deciding(self) -> Holder | None:
        """Return the party that takes the decision: the manager, else the first."""
        manager = (one for one in self.holders if one.role == PartyRole.MANAGER)
        return next(manager, self.holders[0] if self.holders else None)

    # The fields that follow -------------------------------------------------------------------

    def _add_holder(self, holder: Holder, admin_site: AdminSite, legal_form: str) -> None:
        of_site = holder.role in (PartyRole.MANAGER, PartyRole.OWNER)
        self.fields[_party(holder.role)] = OrganisationField(
            admin_site=admin_site,
            legal_form=legal_form,
            label=f"Organisme {_ROLES[holder.role]}",
            required=not of_site,
            help_text="Vide : celui de la fiche du site." if of_site else "",
        )
        people = [(str(person.pk), _told(person)) for person in holder.people]
        first = [("", "Choisissez…" if people else "La personne en fonction, s’il y en a une")]
        self.fields[_signatory(holder.role)] = forms.ChoiceField(
            label=f"Qui signe pour le {_ROLES[holder.role]}",
            required=False,
            choices=[*([] if len(people) == 1 else first), *people, (UNKNOWN, "Pas encore connu")],
            initial=people[0][0] if len(people) == 1 else "",
            error_messages={"invalid_choice": "Choisissez parmi les personnes en fonction."},
        )

    def _add_decision(self) -> None:
        authority = self.deciding
        organisation = authority.organisation if authority else None
        people = authority.people if authority else []
        self.fields["with_decision"] = forms.BooleanField(
            label="Préparer aussi la décision qui l’autorise", required=False, initial=True
        )
        self.fields["act_signatory"] = forms.ChoiceField(
            label="Qui signe la décision",
            required=False,
            choices=[
                ("", "La personne qui signe la convention"),
                *((str(person.pk), _told(person)) for person in people),
            ],
            error_messages={"invalid_choice": "Choisissez parmi les personnes en fonction."},
        )
        rows, usual = DelegatedSubject.objects.none(), []
        if organisation:
            in_force = powers_in_force(organisation, today=self.today)
            rows = subjects_of(organisation).filter(pk__in=[row.pk for row in in_force])
            kind = self.text.template.kind
            usual = [row.pk for row in usual_powers(organisation, kind=kind, among=in_force)]
        self.fields["powers"] = SubjectsField(
            rows,
            label="Compétences déléguées exercées",
            required=False,
            help_text="Celles qui valent aujourd’hui ; cochées, celles de la dernière décision sur "
            "une convention de ce type.",
            initial=usual,
        )
        # Tells, when the form comes back, whose powers the person was shown.
        self.fields["powers_of"] = forms.CharField(required=False, widget=forms.HiddenInput())
        self.powers_key = str(organisation.pk) if organisation else ""
        if self.is_bound and self._raw("powers_of") != self.powers_key:
            self.data = self.data.copy()
            self.data.setlist("powers", [str(key) for key in usual])
            self.data["powers_of"] = self.powers_key

    def get_initial_for_field(self, field: Any, field_name: str) -> Any:
        """Show what was chosen; what no longer goes with the rest gives way to the usual."""
        if field_name == "powers_of":
            return self.powers_key
        if field_name == "powers" and self._raw("powers_of") != self.powers_key:
            return field.initial
        value = super().get_initial_for_field(field, field_name)
        if field_name.startswith("signatory_") and value not in dict(field.choices):
            return field.initial
        return value

    # What it gives ----------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Find who holds each role and who signs; tell beside each field what is missing."""
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", "La convention prend fin avant de prendre effet.")
        self.parties: dict[str, tuple[Organisation, Representative | None]] = {}
        for holder in self.holders:
            self._clean_holder(holder, cleaned)
        if self.decides and cleaned.get("with_decision"):
            self._clean_decision(cleaned)
        return cleaned

    def _clean_holder(self, holder: Holder, cleaned: dict[str, Any]) -> None:
        name = _party(holder.role)
        if holder.organisation is None:
            if self.chosen_site and name not in self.errors:
                told = _ROLES[holder.role]
                self.add_error(
                    name,
                    f"La fiche du site « {self.chosen_site} » ne dit pas qui est le {told} : "
                    "choisissez-le ici, ou complétez-la.",
                )
            return
        signs = cleaned.get(_signatory(holder.role))
        person = next((one for one in holder.people if str(one.pk) == signs), None)
        if not signs and len(holder.people) == 1:
            person = holder.people[0]
        elif not signs and holder.people and _signatory(holder.role) not in self.errors:
            self.add_error(
                _signatory(holder.role),
                f"Plusieurs personnes peuvent signer pour {holder.organisation.the_name} : "
                "choisissez.",
            )
        self.parties[holder.role] = holder.organisation, person

    def _clean_decision(self, cleaned: dict[str, Any]) -> None:
        """Find who signs the decision."""
        authority = self.deciding
        if authority is None or authority.organisation is None:
            return
        signs = cleaned.get("act_signatory")
        person = next((one for one in authority.people if str(one.pk) == signs), None)
        if not signs:
            person = self.parties.get(authority.role, (None, None))[1]
        if person is None and not {"act_signatory", _signatory(authority.role)} & set(self.errors):
            self.add_error(
                "act_signatory",
                f"Dites qui signe la décision pour {authority.organisation.the_name}.",
            )
        cleaned["decision_signatory"] = person

    def others_signing(self) -> list[tuple[Organisation, Representative | None]]:
        """Return the parties without a role, each with its only representative in office."""
        others = list(self.cleaned_data["others"])
        people = in_office(others, self.cleaned_data["start"]) if others else {}
        return [
            (one, found[0] if len(found := people.get(one.pk, [])) == 1 else None) for one in others
        ]

    def arguments(self) -> dict[str, Any]:
        """Return what `write_convention` takes, the model and who asks aside."""
        cleaned = self.cleaned_data
        plain = {name: cleaned[name] for name in ("site", "start", "end", "originals")}
        return {
            **plain,
            "reference": cleaned["reference"],
            "signature_place": cleaned["signature_place"],
            "parties": self.parties,
            "others": self.others_signing(),
            **written_terms(self.text, cleaned),
        }

    def refuse(self, reasons: Sequence[str]) -> None:
        """Tell what kept the convention from being written, each beside the field it asks for."""
        for reason in reasons:
            name = field_of_reason(reason)
            self.add_error(name if name in self.fields else None, reason)

    # How it is shown --------------------------------------------------------------------------

    def party_blocks(self) -> list[dict[str, Any]]:
        """Return each role with its fields and what the record of the site gives."""
        return [
            {
                "holder": one,
                "label": _ROLES[one.role].capitalize(),
                "party": self[_party(one.role)],
                "signatory": self[_signatory(one.role)],
                "of_site": one.role in (PartyRole.MANAGER, PartyRole.OWNER),
                "is_open": bool(self[_party(one.role)].value() or self[_party(one.role)].errors),
            }
            for one in self.holders
        ]

    def content_fields(self) -> list[Any]:
        """Return what the articles ask for: the object and the price."""
        names = ["purpose", *money_names(self.text)]
        names += [name for name in self.fields if name.startswith("share_")]
        return [self[name] for name in names if name in self.fields]

    def premises(self) -> list[Any]:
        """Return the rooms, slots and things of the site that the articles tell."""
        return [self[name] for name in ("rooms", "slots", "equipment") if name in self.fields]

    def usual_fields(self) -> list[Any]:
        """Return what the model proposes and that is seldom changed."""
        names = (*RENEWAL, *NOTICE, "originals", "reference", "signature_place", "others")
        return [self[name] for name in names]

    def usual_has_errors(self) -> bool:
        """Tell whether something refused is among them."""
        return any(field.errors for field in self.usual_fields())


def _party(role: str) -> str:
    return f"party_{role}"


def _signatory(role: str) -> str:
    return f"signatory_{role}"


def _told(person: Representative) -> str:
    """Return a person as a list of choices tells it: name, capacity, in whose place."""
    told = f"{person.full_name}, {person.agreed_capacity}"
    return f"{told} – {person.on_behalf}" if person.on_behalf else told

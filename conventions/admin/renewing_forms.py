"""What is asked of whoever notes an express renewal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.widgets import AutocompleteSelect

from conventions.actions.renewing import LONGEST_REASON
from conventions.admin.terminating_forms import ActField
from conventions.models import Act, RenewalDecision
from conventions.rules.extensions import Renewable, next_end, said_length
from csipa.admin.widgets import DateInput
from csipa.french.dates import long_date


class RenewalForm(forms.Form):
    """The day a renewal was decided, until when it goes, under which act."""

    decided_on = forms.DateField(label="Décidée le", widget=DateInput())
    until = forms.DateField(label="Jusqu’au", widget=DateInput())
    act = ActField(
        Act.objects.all(), label="Acte qui la décide", required=False, help_text="Facultatif."
    )
    reason = forms.CharField(
        label="Motif d’une décision tardive",
        required=False,
        max_length=LONGEST_REASON,
        help_text="À remplir seulement après la date limite.",
    )

    def __init__(
        self, *args: Any, renewable: Renewable, admin_site: AdminSite, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        end: dt.date | None = next_end(renewable)
        self.fields["until"].initial = end
        if end:
            said = "La convention ne dit pas pour combien de temps"
            if renewable.years:
                said = f"La convention prévoit {said_length(renewable.years)} de plus"
            self.fields["until"].help_text = f"Dernier jour inclus. {said}."
        relation = RenewalDecision._meta.get_field("act")
        self.fields["act"].widget = AutocompleteSelect(relation, admin_site)
        self.fields["act"].widget.choices = self.fields["act"].choices
        if renewable.deadline:
            limit = long_date(renewable.deadline)
            self.fields["decided_on"].help_text = f"Au plus tard le {limit}."

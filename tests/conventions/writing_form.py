"""The form that writes a convention, filled as somebody fills it: open, choose, send."""

from django.urls import reverse

from conventions.models import ConventionTemplate
from tests.admin.browser import form_of
from tests.conventions.writing import (
    COOPERATION,
    GRANT,
    HOSPITAL,
    PARTNERSHIP,
    PERMANENCE,
    PREMISES,
    SERVICE,
)

WRITER = ("add_convention", "change_convention", "view_convention", "add_act", "change_act")
WRITER += ("view_act",)
PERIOD = {"start": "2026-10-01", "end": "2027-09-30"}
ASKED = {
    PERMANENCE: {},
    PREMISES: {"valued_at": "4500"},
    PARTNERSHIP: {"purpose": "l’accompagnement des patients diabétiques"},
    COOPERATION: {"purpose": "le suivi partagé des patients diabétiques"},
    HOSPITAL: {"purpose": "la continuité des soins après une hospitalisation"},
    SERVICE: {"purpose": "l’entretien du matériel médical", "amount": "3600"},
    GRANT: {
        "purpose": "l’animation d’ateliers de prévention",
        "amount": "13000",
        "instalments": "30 % à la signature\n40 % le 1er mars 2027\n30 % à la remise du bilan",
    },
}


def page_of(name=PERMANENCE):
    """Return the address of the form of a model."""
    template = ConventionTemplate.objects.get(name=name)
    return reverse("admin:conventions_convention_write_from", args=[template.pk])


def typed(players, name=PERMANENCE, **changed):
    """Return the four choices, and what the model asks beside them."""
    partner = {} if name == PREMISES else {"party_partner": str(players.partner.pk)}
    return {"site": str(players.site.pk), **PERIOD, **partner, **ASKED[name], **changed}


def write(client, players, name=PERMANENCE, *, act=None, **changed):
    """Open the form, choose, send it; return the answer."""
    page = page_of(name) + (f"?acte={act.pk}" if act else "")
    data = form_of(client.get(page))
    chosen = typed(players, name, **changed)
    data |= {key: value if isinstance(value, list) else [value] for key, value in chosen.items()}
    return client.post(page, data, follow=True)

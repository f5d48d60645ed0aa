"""What surrounds the form of an act: its buttons, its panels and the addresses behind them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from conventions.admin import act_views, meeting_views, signing_views, visa_views
from conventions.admin.act_copies_views import COPY_VIEWS, copies_panel
from conventions.admin.cancelling_views import PERMISSION as CANCEL
from conventions.admin.cancelling_views import cancel_view
from conventions.admin.certify import certificate_links, certificate_view, certify_view
from conventions.admin.life import life_panel
from conventions.admin.meeting_panels import act_meeting_panels
from conventions.admin.proof_views import LABEL as PROOF
from conventions.admin.proof_views import may_prove, proof_view
from conventions.admin.publication_links import (
    PUBLICATION_VIEWS,
    publication_links,
    publication_panels,
)
from conventions.admin.register_views import print_register_view, register_view
from conventions.admin.rereading import reread_panels, reread_view
from conventions.admin.signature_watch import watched
from conventions.admin.signing_views import override_panel
from conventions.admin.transmission_views import (
    package_file_view,
    package_view,
    receipt_file_view,
    receipt_view,
    sent_view,
    transmission_links,
    transmission_view,
)
from conventions.admin.verify_views import NAME as VERIFY
from conventions.admin.verify_views import ROUTE as VERIFY_ROUTE
from conventions.admin.verify_views import verify_link, verify_view
from conventions.models import Act
from csipa.admin import Panel, ToolbarLink

# Route, name, view: each view takes the page of acts as `page`.
VIEWS = (
    ("importer/", "import", act_views.import_view),
    ("registre/", "register", register_view),
    ("registre/imprimer/", "print_register", print_register_view),
    ("<int:pk>/annuler/", "cancel", cancel_view),
    ("<int:pk>/certifier/", "certify", certify_view),
    ("<int:pk>/certificat/<int:document>/", "certificate", certificate_view),
    ("<int:pk>/document/", "document", act_views.document_view),
    ("<int:pk>/word/", "word", act_views.word_view),
    ("<int:pk>/export/", "export", act_views.export_view),
    ("<int:pk>/preuve/", "proof", proof_view),
    (VERIFY_ROUTE, VERIFY, verify_view),
    ("<int:pk>/convention/", "annex", act_views.annex_view),
    ("<int:pk>/viser/", "cite", visa_views.cite_view),
    ("<int:pk>/relire/", "reread", watched(reread_view, path="annex__act")),
    ("<int:pk>/signer/", "sign", signing_views.sign_view),
    ("<int:pk>/transmission/", "transmission", transmission_view),
    ("<int:pk>/transmission/<int:package>/", "package", package_view),
    ("<int:pk>/transmission/<int:package>/<int:rank>/", "package_file", package_file_view),
    ("<int:pk>/transmission/envoi/", "sent", sent_view),
    ("<int:pk>/transmission/recu/", "received", receipt_view),
    ("<int:pk>/transmission/accuse/", "receipt", receipt_file_view),
    ("<int:pk>/vote/", "vote", meeting_views.vote_view),
    *PUBLICATION_VIEWS,
    *COPY_VIEWS,
)
# The pages of the user guide that tell of the views, by the end of their names.
GUIDES = {
    "import": "importer-exporter#importer",
    "register": "registre-annuel#limprimer",
    "print_register": "registre-annuel#limprimer",
    "cancel": "signer-et-imprimer#annuler-un-numéro",
    "certify": "apres-la-signature#certifier-lacte-exécutoire",
    "cite": "visas#viser-dans-un-acte",
    "reread": "relire-un-acte",
    "sign": "signer-et-imprimer",
    "annex": "joindre-une-convention#1-la-créer-depuis-lacte",
    "transmission": "transmettre-a-la-prefecture",
    "sent": "transmettre-a-la-prefecture",
    "received": "transmettre-a-la-prefecture#4-déposer-laccusé",
    "vote": "reunions-et-comptes-rendus#3-ajouter-les-actes",
    "publication": "publier-un-acte",
    "publish": "publier-un-acte",
    "withdraw": "publier-un-acte#5-retirer-un-acte",
    "change_copy": "copie-publique#4-lacte-est-déjà-en-ligne",
    "public_copy": "copie-publique",
    "online_log": "publier-un-acte#4-la-preuve-jour-après-jour",
    "copies": "signatures-et-cachet",
    "copy": "signatures-et-cachet",
    "copy_withdraw": "signatures-et-cachet",
    "original": "signatures-et-cachet",
    "seal": "signatures-et-cachet",
}


def act_panels(page: Any, request: HttpRequest, act: Act) -> list[Panel]:
    """Return what the page tells above the form, most urgent first."""
    kept = override_panel(act) if act.is_signed else None
    return [
        life_panel(page, request, act),
        *publication_panels(request, act),
        *([copies_panel(request, act)] if act.is_signed else []),
        *([kept] if kept else []),
        *reread_panels(act),
        *act_meeting_panels(page, request, act),
    ]


def act_toolbar(page: Any, request: HttpRequest, act: Act) -> list[ToolbarLink]:
    """Return the buttons of an act: what one does next first, the rest under « Plus »."""
    links = _links_of_signed(act) if act.is_signed else _links_of_draft(page, request, act)
    links.insert(1, act_link("Relire", "reread", act, more=act.is_signed))
    links += transmission_links(request, act)
    if act.is_signed:
        links += publication_links(act)
        links += certificate_links(page, request, act)
    if act.is_signed:
        links.append(act_link("Signatures et cachet", "copies", act, more=True))
    links.append(act_link("Exporter (JSON)", "export", act, more=True))
    if act.is_signed and may_prove(request):
        links.append(act_link(PROOF, "proof", act, more=True))
    if act.is_signed:
        links.append(verify_link(act))
    if act.is_signed and not act.is_cancelled and request.user.has_perm(CANCEL):
        links.append(act_link("Annuler le numéro…", "cancel", act, more=True))
    for annex in act.annexes.exclude(convention=None).select_related("convention"):
        url = reverse("admin:conventions_convention_change", args=[annex.convention_id])
        links.append(ToolbarLink(f"Ouvrir : {annex.called}", url))
    return links


def _links_of_signed(act: Act) -> list[ToolbarLink]:
    return [act_link("Imprimer (PDF)", "document", act, primary=True, new_tab=True)]


def _links_of_draft(page: Any, request: HttpRequest, act: Act) -> list[ToolbarLink]:
    links = [act_link("Aperçu (PDF)", "document", act, new_tab=True)]
    links.append(act_link("Word (.docx)", "word", act, more=True))
    if page.has_change_permission(request, act):
        links.append(act_link("Ajouter des visas", "cite", act, more=True))
        links.append(act_link("Joindre une convention", "annex", act, more=True))
        links.append(act_link("Signer…", "sign", act, primary=True))
    return links


def act_link(
    label: str,
    name: str,
    act: Act,
    *,
    primary: bool = False,
    new_tab: bool = False,
    more: bool = False,
) -> ToolbarLink:
    """Return a button that leads to one of the views of an act, by its name."""
    url = reverse(f"admin:conventions_act_{name}", args=[act.pk])
    return ToolbarLink(label, url, primary=primary, new_tab=new_tab, more=more)

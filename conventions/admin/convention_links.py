"""What surrounds the form of a convention: buttons, panels, and the addresses behind them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from conventions.admin import (
    agreeing_views,
    convention_views,
    filing_views,
    money_views,
    premises_views,
    renewing_views,
    seal_views,
    terminating_views,
)
from conventions.admin.amending_views import (
    amend_view,
    amending_links,
    amendments_panel,
    consolidated_pdf_view,
    consolidated_view,
)
from conventions.admin.convention_bulk import list_workbook_view
from conventions.admin.ending_links import ending_links, ending_panel
from conventions.admin.life import convention_life_panel
from conventions.admin.obligations_board import (
    board_view,
    obligations_panel,
    organisation_sheet_view,
)
from conventions.admin.obligations_views import (
    commitments_view,
    follow_view,
    fulfil_view,
    sheet_view,
    unfulfil_view,
)
from conventions.admin.party_views import add_view, sheets_view
from conventions.admin.proof_views import LABEL as PROOF
from conventions.admin.proof_views import may_prove, proof_view
from conventions.admin.rereading import reread_view
from conventions.admin.rewording_views import reword_view, wording_panels
from conventions.admin.signature_watch import watched
from conventions.admin.verify_views import NAME as VERIFY
from conventions.admin.verify_views import ROUTE as VERIFY_ROUTE
from conventions.admin.verify_views import verify_link, verify_view
from conventions.admin.writing_views import choose_view, write_view
from conventions.models import Annex, Convention
from csipa.admin import Panel, ToolbarLink

# Route, name, view: each view takes the page of conventions as `page`.
VIEWS = (
    ("tableur/", "workbook", list_workbook_view),
    ("ecrire/", "write", choose_view),
    ("ecrire/<int:template>/", "write_from", write_view),
    ("engagements/", "obligations", board_view),
    ("engagements/fiche/<int:organisation>/", "organisation_sheet", organisation_sheet_view),
    ("<int:pk>/engagements/", "commitments", commitments_view),
    ("<int:pk>/engagements/suivi/", "follow", follow_view),
    ("<int:pk>/engagements/fiche/<int:party>/", "sheet", sheet_view),
    ("<int:pk>/engagements/<int:commitment>/fait/", "fulfil", fulfil_view),
    ("<int:pk>/engagements/annuler/<int:fulfilment>/", "unfulfil", unfulfil_view),
    ("occupation/", "occupation", premises_views.occupation_view),
    ("<int:pk>/echeancier/", "schedule", money_views.schedule_view),
    ("<int:pk>/echeancier/pdf/", "schedule_pdf", money_views.schedule_pdf_view),
    ("<int:pk>/echeancier/tableur/", "schedule_xlsx", money_views.schedule_xlsx_view),
    ("<int:pk>/echeancier/csv/", "schedule_csv", money_views.schedule_csv_view),
    ("<int:pk>/echeancier/reviser/", "review", money_views.review_view),
    ("<int:pk>/echeancier/reviser/<int:review>/", "undo_review", money_views.undo_review_view),
    ("<int:pk>/avenant/", "amend", amend_view),
    ("<int:pk>/texte-consolide/", "consolidated", consolidated_view),
    ("<int:pk>/texte-consolide/pdf/", "consolidated_pdf", consolidated_pdf_view),
    ("<int:pk>/fin/", "end", terminating_views.end_view),
    ("<int:pk>/denoncer/", "denounce", terminating_views.denounce_view),
    ("<int:pk>/fin/annuler/", "end_cancel", terminating_views.cancel_view),
    ("<int:pk>/fin/acte/", "end_decision", terminating_views.decision_view),
    ("<int:pk>/fin/lettres/", "end_letters", terminating_views.letters_view),
    ("<int:pk>/reconduire/", "renew", renewing_views.renew_view),
    ("<int:pk>/reconduire/<int:renewal>/", "renew_cancel", renewing_views.cancel_renewal_view),
    ("<int:pk>/document/", "document", convention_views.document_view),
    ("<int:pk>/word/", "word", convention_views.word_view),
    ("<int:pk>/export/", "export", convention_views.export_view),
    ("<int:pk>/preuve/", "proof", proof_view),
    (VERIFY_ROUTE, VERIFY, verify_view),
    ("<int:pk>/reread/", "reread", watched(reread_view)),
    ("<int:pk>/reprendre/", "reword", watched(reword_view)),
    ("<int:pk>/parties/", "parties", watched(add_view)),
    ("<int:pk>/feuillets/", "sheets", sheets_view),
    ("<int:pk>/signatures/", "signatures", agreeing_views.matrix_view),
    ("<int:pk>/arreter/", "close", agreeing_views.close_view),
    ("<int:pk>/copies/", "copies", filing_views.copies_view),
    ("<int:pk>/copies/<int:copy_pk>/", "copy", filing_views.copy_view),
    ("<int:pk>/copies/<int:copy_pk>/retirer/", "copy_withdraw", filing_views.withdraw_view),
    ("<int:pk>/cachet/<int:document>/", "seal", seal_views.seal_view),
)
# The pages of the user guide that tell of the views, by the end of their names.
GUIDES = {
    "changelist": "ecrire-une-convention",
    "write": "ecrire-une-convention",
    "write_from": "ecrire-une-convention",
    "parties": "ecrire-une-convention#beaucoup-de-parties",
    "obligations": "suivre-les-engagements",
    "commitments": "suivre-les-engagements",
    "follow": "suivre-les-engagements",
    "fulfil": "suivre-les-engagements",
    "occupation": "loyers-et-locaux#qui-occupe-quoi",
    "schedule": "loyers-et-locaux#léchéancier",
    "review": "loyers-et-locaux#réviser-un-loyer",
    "amend": "modifier-une-convention",
    "consolidated": "modifier-une-convention#4-lire-le-texte-consolidé",
    "end": "prolonger-ou-mettre-fin#mettre-fin",
    "end_cancel": "prolonger-ou-mettre-fin#mettre-fin",
    "denounce": "prolonger-ou-mettre-fin#dénoncer",
    "end_decision": "prolonger-ou-mettre-fin#les-lettres-et-lacte",
    "end_letters": "prolonger-ou-mettre-fin#les-lettres-et-lacte",
    "renew": "prolonger-ou-mettre-fin#reconduire",
    "reread": "relire-un-acte",
    "signatures": "faire-signer-une-convention",
    "sheets": "faire-signer-une-convention#les-feuillets-de-signature",
    "close": "faire-signer-une-convention#1-arrêter-le-texte",
    "copies": "faire-signer-une-convention#déposer-ce-qui-revient",
    "copy": "faire-signer-une-convention#déposer-ce-qui-revient",
}


def convention_panels(page: Any, request: HttpRequest, convention: Convention) -> list[Panel]:
    """Return what the page tells above the form, most urgent first."""
    closed = bool(page.lock_of(request, convention))
    life = [convention_life_panel(convention)] if closed else []
    owed = obligations_panel(convention, today=timezone.localdate()) if closed else None
    signed = agreeing_views.signatures_panels(convention, closed=closed)
    reworded = wording_panels(page, request, convention)
    priced = money_views.money_panel(convention)
    held = premises_views.premises_panel(convention, closed=closed)
    amended = amendments_panel(convention, today=timezone.localdate()) if closed else None
    ended = ending_panel(request, convention, today=timezone.localdate()) if closed else None
    told = [panel for panel in (amended, owed, priced, held) if panel]
    return [*filter(None, [ended]), *signed, *told, *life, *reworded]


def convention_toolbar(
    page: Any, request: HttpRequest, convention: Convention
) -> list[ToolbarLink]:
    """Return the buttons of a convention: what one does next first, the rest under « Plus »."""
    closed = bool(page.lock_of(request, convention))
    label = "Imprimer (PDF)" if closed else "Aperçu (PDF)"
    links = [
        convention_link(label, "document", convention, primary=closed, new_tab=True),
        convention_link("Relire", "reread", convention, more=closed),
        convention_link("Engagements", "commitments", convention, more=not closed),
        convention_link("Signatures", "signatures", convention, more=not closed),
        convention_link("Exporter (JSON)", "export", convention, more=True),
    ]
    if money_views.has_money(convention):
        links.insert(-1, convention_link("Échéancier", "schedule", convention, more=not closed))
    if not closed:
        links.insert(1, convention_link("Word (.docx)", "word", convention, more=True))
        if page.has_change_permission(request, convention):
            links.append(convention_link("Ajouter des parties", "parties", convention, more=True))
    else:
        links.append(
            convention_link("Feuillets de signature", "sheets", convention, new_tab=True, more=True)
        )
        links.append(convention_link("Signatures et cachet", "copies", convention, more=True))
        if may_prove(request):
            links.append(convention_link(PROOF, "proof", convention, more=True))
        links.append(verify_link(convention))
    links += amending_links(request, convention, closed=closed)
    if closed:
        links += ending_links(request, convention)
    if annex := Annex.objects.filter(convention=convention).select_related("act").first():
        act_url = reverse("admin:conventions_act_change", args=[annex.act_id])
        links.append(ToolbarLink(f"Ouvrir : {annex.act}", act_url))
    elif not closed and request.user.has_perm(agreeing_views.MAY_NOTE):
        links.append(convention_link("Arrêter le texte", "close", convention))
    return links


def convention_link(
    label: str,
    name: str,
    convention: Convention,
    *,
    primary: bool = False,
    new_tab: bool = False,
    more: bool = False,
) -> ToolbarLink:
    """Return a button that leads to one of the views of a convention, by its name."""
    url = reverse(f"admin:conventions_convention_{name}", args=[convention.pk])
    return ToolbarLink(label, url, primary=primary, new_tab=new_tab, more=more)

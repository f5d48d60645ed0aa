"""What each permission opens, written apart from the code that asks for it.

Stock pages of a model follow its permissions, by `STOCK`. All other addresses are named here, under
the permission that a person must have: an address in no table makes `test_matrix` fail.
"""

from __future__ import annotations

from csipa.jobs import kinds
from tests.conventions.public.test_crawler import PUBLIC
from tests.matrix.addresses import Address
from tests.matrix.people import OUTSIDE, SUPER, Someone

# Verbs of which one opens a stock page.
STOCK = {
    "changelist": ("view", "change"),
    "change": ("view", "change"),
    "history": ("view", "change"),
    "add": ("add",),
    "delete": ("delete",),
}
# Whatever one’s role: the start page, the words of scripts, addresses that lead to another one.
FOR_STAFF = frozenset(
    {
        "start",
        "index",
        "my_rights",
        "app_list",
        "old_change",
        "jsi18n",
        "password_change_done",
        "unknown",
    }
    | {"login", "logout", "password_change", "autocomplete", "view_on_site"}
)
# One’s own account: it asks for one’s password by itself.
DOORS = ("account_", "mfa_", "oidc_", "invitation", "door-")
# Rows of one person, which nobody else sees: the house gives them to the superuser.
OWN = frozenset(
    {"jobs_job_state", "jobs_job_file", "jobs_job_cancel", "jobs_job_resume"}
    | {"jobs_job_change", "jobs_job_history", "consultations_feeds_revoke"}
    | {"conventions_calendarfeed_revoke", "conventions_calendarfeed_change"}
    | {"conventions_calendarfeed_history", "conventions_digestsubscription_change"}
    | {"conventions_digestsubscription_history"}
)
# Jobs are asked for by those who may do one of them.
ASKERS = frozenset({"jobs_job_changelist"})
# What is written when an address is read: when a private address was last used, who took a proof,
# jobs whose worker died.
KEPT = frozenset({"sessions-feed", "agenda-feed"})
KEPT_TABLES = frozenset({"django_admin_log"})
# What each permission opens, by the name of the address without « admin: »: pages, files.
OPENS = {
    "auth.view_group": "roles",
    "staffing.delete_membership conventions.delete_axis sites.delete_sitescope": "bin",
    "staffing.delete_membership": "bin_thing",
    "audit.add_verification": "operation_state",
    "audit.view_verification": "integrity integrity_verification",
    "auth.change_user": "auth_user_password_change",
    "consultations.add_session": "consultations_planning_book consultations_planning_series",
    "consultations.add_sessioncount": "consultations_sessions_count",
    "consultations.change_activitycount": "saisie-remarque",
    "consultations.change_session": "consultations_session_cancel consultations_session_edit",
    "consultations.change_siterecording": "consultations_siterecording_lines",
    "consultations.view_activitycount": (
        "consultations_answers consultations_answers_csv consultations_answers_xlsx "
        "consultations_completeness consultations_completeness_month consultations_grid "
        "consultations_import consultations_import_export consultations_import_model "
        "consultations_import_preview consultations_report consultations_report_pdf saisie"
    ),
    "consultations.view_monthlock": "consultations_months consultations_months_month",
    "consultations.view_preventionaction": (
        "consultations_prevention_year consultations_preventionaction_workbook"
    ),
    "consultations.view_session": (
        "consultations_feeds consultations_planning consultations_planning_pdf"
    ),
    "consultations.view_sessioncount": (
        "consultations_sessions consultations_sessions_ledgers "
        "consultations_sessions_review consultations_sessions_review_pdf"
    ),
    "consultations.view_teammeeting": "consultations_teammeeting_workbook",
    "conventions.change_act": (
        "conventions_act_annex conventions_act_cancel conventions_act_certify "
        "conventions_act_cite conventions_act_import conventions_act_public_preview "
        "conventions_act_sign"
    ),
    "conventions.change_actionsheet": "conventions_actionsheet_stock",
    "conventions.change_clause": "conventions_clause_import conventions_clause_publish",
    "conventions.change_committee": "conventions_committee_open",
    "conventions.change_committeemeeting": "conventions_committeemeeting_names",
    "conventions.change_convention": (
        "conventions_convention_amend conventions_convention_close "
        "conventions_convention_denounce conventions_convention_end "
        "conventions_convention_follow conventions_convention_parties "
        "conventions_convention_renew conventions_convention_write "
        "conventions_convention_write_from"
    ),
    "conventions.change_conventiontemplate": (
        "conventions_conventiontemplate_copy conventions_conventiontemplate_retire"
    ),
    "conventions.change_legaltext": (
        "conventions_legaltext_import conventions_legaltext_keep conventions_legaltext_verify"
    ),
    "conventions.change_meeting": "conventions_meeting_members",
    "conventions.change_numberseries": "conventions_numberseries_cancel",
    "conventions.change_programme": ("conventions_programme_carry conventions_programme_renumber"),
    "conventions.view_act": (
        "conventions_act_certificate conventions_act_copies conventions_act_copy "
        "conventions_act_document conventions_act_export conventions_act_online_log "
        "conventions_act_online_log_file conventions_act_package "
        "conventions_act_package_file conventions_act_proof conventions_act_public_copy "
        "conventions_act_public_document conventions_act_publication "
        "conventions_act_receipt conventions_act_register conventions_act_reread "
        "conventions_act_transmission conventions_act_verify conventions_act_word "
        "conventions_convention_proof conventions_open_data conventions_proofs"
    ),
    "conventions.view_actionsheet": (
        "conventions_actionsheet_indicators_csv conventions_actionsheet_pdf "
        "conventions_actionsheet_sheets_csv conventions_actionsheet_workbook"
    ),
    "conventions.view_clause": "conventions_clause_older",
    "conventions.view_committee": "conventions_committee_place",
    "conventions.view_committeemeeting": (
        "conventions_committeemeeting_calendar conventions_committeemeeting_paper "
        "conventions_decisions"
    ),
    "conventions.view_convention": (
        "conventions_convention_commitments conventions_convention_consolidated "
        "conventions_convention_consolidated_pdf conventions_convention_copies "
        "conventions_convention_copy conventions_convention_document "
        "conventions_convention_end_letters conventions_convention_export "
        "conventions_convention_obligations conventions_convention_occupation "
        "conventions_convention_organisation_sheet conventions_convention_reread "
        "conventions_convention_schedule conventions_convention_schedule_csv "
        "conventions_convention_schedule_pdf conventions_convention_schedule_xlsx "
        "conventions_convention_sheet conventions_convention_sheets "
        "conventions_convention_signatures conventions_convention_verify "
        "conventions_convention_word conventions_convention_workbook "
        "conventions_partnerships"
    ),
    "conventions.view_conventiontemplate": "conventions_conventiontemplate_preview",
    "conventions.view_meeting": "conventions_meeting_report conventions_meeting_report_pdf",
    "conventions.view_programme": (
        "conventions_programme_booklet conventions_progress conventions_progress_pdf"
    ),
    "conventions.view_receipt": "conventions_receipts",
    "sites.change_commune": "sites_commune_import",
    "sites.change_communeoutline": "sites_communeoutline_import",
    "sites.change_communepopulation": "sites_communepopulation_import",
    "sites.change_healthproject": "sites_healthproject_next",
    "sites.change_territory": "sites_territory_paste",
    "sites.change_zoning": "sites_zoning_many",
    "sites.view_commune": (
        "sites_community_indicators sites_community_report sites_community_sheet sites_map "
        "sites_map_pdf sites_names"
    ),
    "sites.view_community": "sites_community_board",
    "sites.view_communitymission": "sites_communitymission_values",
    "sites.view_figure": "sites_diagnosis sites_diagnosis_pdf",
    "sites.view_healthproject": "sites_healthproject_review sites_healthproject_sheet",
    "sites.view_site": "sites_site_hours sites_site_sheet sites_site_timeline",
    "sites.view_substantialchange": (
        "sites_substantialchange_letter sites_substantialchange_print"
    ),
    "sites.view_territory": "sites_territory_retirements",
    "staffing.add_eventguest": "staffing_communityevent_invite",
    "staffing.add_membership": (
        "staffing_communityevent_join staffing_directories_import "
        "staffing_directories_import_model staffing_directories_import_preview"
    ),
    "staffing.change_assignment": "staffing_assignment_departure staffing_assignment_fte",
    "staffing.change_candidate": (
        "staffing_candidate_erase staffing_candidate_hire staffing_candidate_to_erase"
    ),
    "staffing.change_membership": (
        "staffing_membership_consent staffing_membership_fees staffing_membership_identity "
        "staffing_membership_join staffing_membership_leave"
    ),
    "staffing.change_post": "staffing_post_target",
    "staffing.change_recruitment": (
        "staffing_recruitment_add_candidate staffing_recruitment_close"
    ),
    "staffing.change_welcomeitem": "staffing_welcomeitem_propose",
    "staffing.change_workinggroup": "staffing_workinggroup_meeting",
    "staffing.view_assignment": (
        "staffing_continuity staffing_figures staffing_figures_print staffing_fragility "
        "staffing_fragility_what_if"
    ),
    "staffing.view_careprovider": (
        "staffing_careprovider_offer staffing_careprovider_offer_csv "
        "staffing_careprovider_offer_xlsx"
    ),
    "staffing.view_communityevent": (
        "staffing_communityevent_agenda staffing_communityevent_calendar "
        "staffing_communityevent_mobilisation staffing_communityevent_sheet "
        "staffing_communityevent_year staffing_communityevent_year_csv "
        "staffing_communityevent_year_pdf"
    ),
    "staffing.view_eventcount": (
        "staffing_communityevent_attendance staffing_communityevent_guests "
        "staffing_communityevent_signing"
    ),
    "staffing.view_membership": (
        "staffing_directories staffing_directories_booklet staffing_directories_csv "
        "staffing_directories_offer_booklet staffing_directories_one "
        "staffing_directories_xlsx"
    ),
    "staffing.view_needstudy": (
        "staffing_needstudy_compare staffing_needstudy_print staffing_needstudy_study"
    ),
    "staffing.view_post": (
        "staffing_board staffing_board_pdf staffing_exchange staffing_exchange_export "
        "staffing_exchange_preview"
    ),
    "staffing.view_recruitment": "staffing_channels staffing_channels_pdf",
    "staffing.view_registerimport": "staffing_register staffing_register_reading",
    "staffing.view_welcomestep": (
        "staffing_welcome staffing_welcome_checklist staffing_welcome_pdf"
    ),
}
# What each permission lets somebody send.
POSTS = {
    "staffing.delete_membership": "bin_thing",
    "audit.add_verification": "integrity_verify",
    "auth.change_user": "auth_user_password_change invite invitation-cancel",
    "consultations.add_activitycount": ("consultations_import_apply consultations_import_preview"),
    "consultations.add_session": "consultations_planning_book consultations_planning_series",
    "consultations.add_sessioncount": "consultations_sessions_count",
    "consultations.change_activitycount": "saisie saisie-cellules saisie-remarque",
    "consultations.change_session": (
        "consultations_session_cancel consultations_session_cleaning "
        "consultations_session_edit consultations_session_step"
    ),
    "consultations.change_siterecording": "consultations_siterecording_lines",
    "consultations.close_month": "consultations_months_step",
    "consultations.view_session": "consultations_feeds_create",
    "conventions.change_act": (
        "conventions_act_annex conventions_act_cancel conventions_act_certify "
        "conventions_act_change_copy conventions_act_cite conventions_act_copies "
        "conventions_act_copy_withdraw conventions_act_import conventions_act_original "
        "conventions_act_public_copy conventions_act_publish conventions_act_received "
        "conventions_act_reread conventions_act_sent conventions_act_sign "
        "conventions_act_transmission conventions_act_vote conventions_act_withdraw"
    ),
    "conventions.change_actionsheet": "conventions_actionsheet_stock",
    "conventions.change_clause": (
        "conventions_clause_import conventions_clause_new_version conventions_clause_publish"
    ),
    "conventions.change_committee": "conventions_committee_open",
    "conventions.change_committeemeeting": (
        "conventions_committeemeeting_members conventions_committeemeeting_names "
        "conventions_decisions_follow conventions_decisions_reopen"
    ),
    "conventions.change_convention": (
        "conventions_convention_amend conventions_convention_close "
        "conventions_convention_copies conventions_convention_copy_withdraw "
        "conventions_convention_denounce conventions_convention_end "
        "conventions_convention_end_cancel conventions_convention_end_decision "
        "conventions_convention_follow conventions_convention_fulfil "
        "conventions_convention_parties conventions_convention_renew "
        "conventions_convention_renew_cancel conventions_convention_reread "
        "conventions_convention_review conventions_convention_reword "
        "conventions_convention_signatures conventions_convention_undo_review "
        "conventions_convention_unfulfil conventions_convention_write_from"
    ),
    "conventions.change_conventiontemplate": (
        "conventions_conventiontemplate_copy conventions_conventiontemplate_retire"
    ),
    "conventions.change_execution": "conventions_receipts",
    "conventions.change_legaltext": (
        "conventions_legaltext_import conventions_legaltext_keep conventions_legaltext_verify"
    ),
    "conventions.change_meeting": "conventions_meeting_members conventions_meeting_report",
    "conventions.change_numberseries": "conventions_numberseries_cancel",
    "conventions.change_programme": ("conventions_programme_carry conventions_programme_renumber"),
    "conventions.seal_document": "conventions_act_seal conventions_convention_seal",
    "conventions.view_act": "conventions_open_data conventions_proofs",
    "conventions.view_calendarfeed": "conventions_calendarfeed_create",
    "conventions.view_convention": (
        "conventions_digestsubscription_subscribe conventions_digestsubscription_unsubscribe"
    ),
    "conventions.view_programme": "conventions_programme_booklet",
    "sites.change_commune": "sites_commune_import",
    "sites.change_communeoutline": "sites_communeoutline_import",
    "sites.change_communepopulation": "sites_communepopulation_import",
    "sites.change_communitymission": "sites_communitymission_values",
    "sites.change_healthproject": "sites_healthproject_next sites_healthproject_review",
    "sites.change_substantialchange": (
        "sites_substantialchange_declare sites_substantialchange_set_aside "
        "sites_substantialchange_take_up"
    ),
    "sites.change_territory": "sites_territory_paste",
    "sites.change_zoning": "sites_zoning_many",
    "staffing.add_absence": "staffing_exchange_apply staffing_exchange_preview",
    "staffing.add_membership": (
        "staffing_directories_import_apply staffing_directories_import_preview"
    ),
    "staffing.add_registerimport": "staffing_register",
    "staffing.change_assignment": "staffing_assignment_departure staffing_assignment_fte",
    "staffing.change_candidate": (
        "staffing_candidate_erase staffing_candidate_hire staffing_candidate_move "
        "staffing_candidate_to_erase"
    ),
    "staffing.change_communityevent": (
        "staffing_communityevent_attendance staffing_communityevent_invite "
        "staffing_communityevent_invite_group staffing_communityevent_join "
        "staffing_communityevent_uninvite staffing_communityevent_walk_in"
    ),
    "staffing.change_membership": (
        "staffing_directories_confirm staffing_directories_tie staffing_membership_consent "
        "staffing_membership_fees staffing_membership_join staffing_membership_leave"
    ),
    "staffing.change_needstudy": "staffing_needstudy_duplicate staffing_needstudy_holidays",
    "staffing.change_post": "staffing_post_target",
    "staffing.change_recruitment": (
        "staffing_recruitment_add_candidate staffing_recruitment_close staffing_recruitment_reopen"
    ),
    "staffing.change_welcomeitem": "staffing_welcomeitem_propose",
    "staffing.change_welcomestep": "staffing_welcome_note staffing_welcome_prepare",
    "staffing.change_workinggroup": "staffing_workinggroup_meeting",
}


def plain(address: Address) -> str:
    """Return the name of an address as the tables write it."""
    return address.name.removeprefix("admin:")


def _named(table: dict[str, str]) -> dict[str, str]:
    return {name: permission for permission, names in table.items() for name in names.split()}


_OPENED, _SENT = _named(OPENS), _named(POSTS)


def unexpected(address: Address) -> str:
    """Return what is to be added for an address that no table names; empty if one does."""
    name = plain(address)
    known = (
        address.is_stock
        or name in FOR_STAFF | OWN | PUBLIC | KEPT
        or address.name in PUBLIC
        or is_free(address)
        or name in _OPENED
        or name in _SENT
    )
    if known:
        return ""
    return (
        f"/{address.route} « {address.name} » n’est pas dans la matrice : dire dans "
        "tests/matrix/expected.py quelle permission l’ouvre (OPENS) et laquelle permet d’y envoyer "
        "quelque chose (POSTS) ; this address has no entry: add it to OPENS and POSTS."
    )


def forgotten(addresses: list[Address]) -> set[str]:
    """Return the names of the tables that no address bears any more."""
    return {*_OPENED, *_SENT} - {plain(address) for address in addresses}


def is_free(address: Address) -> bool:
    """Tell whether an address looks at no permission: public, or about oneself."""
    name = plain(address)
    is_door = name.startswith(DOORS) and name not in _SENT
    return bool({name, address.name} & (PUBLIC | KEPT)) or is_door or name == "start"


def may_read(address: Address, someone: Someone) -> bool:
    """Tell whether somebody reads an address (GET)."""
    return _may(address, someone, _OPENED)


def may_send(address: Address, someone: Someone) -> bool:
    """Tell whether somebody sends something to an address (POST)."""
    return _may(address, someone, _SENT)


def _may(address: Address, someone: Someone, table: dict[str, str]) -> bool:
    name = plain(address)
    if someone.name == SUPER:
        return True
    if someone.name in OUTSIDE:
        return False
    if name in FOR_STAFF:
        return True
    if name in OWN:
        return False
    if name in ASKERS:
        return someone.has_any(tuple(_jobs()))
    if address.is_stock:
        app, model = address.model._meta.app_label, address.model._meta.model_name
        return someone.has_any(tuple(f"{app}.{verb}_{model}" for verb in STOCK[address.page]))
    return name in table and someone.has_any(tuple(table[name].split()))


def _jobs() -> set[str]:
    return {kind.permission for kind in kinds._kinds.values()}

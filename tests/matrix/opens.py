"""The permission that opens each address that is no stock page: pages and files (GET)."""

from __future__ import annotations

# What each permission opens, by the name of the address without « admin: »: pages, files.
OPENS = {
    "auth.view_group": "roles",
    "staffing.delete_membership conventions.delete_axis": "bin",
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
    "sites.view_organisation": "autocomplete",
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

"""The permission to send something to each address that is no stock page (POST)."""

from __future__ import annotations

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
    "conventions.view_act": (
        "conventions_act_print_register conventions_open_data conventions_proofs"
    ),
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
    "staffing.view_membership": "staffing_directories_booklet staffing_directories_offer_booklet",
}

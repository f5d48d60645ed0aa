"""Every own page that takes something in is listed here with what keeps two people apart on it.

A page added tomorrow fails the first test until somebody has thought of its second editor.
"""

import re

import pytest
from django.contrib.auth.models import User
from django.test import override_settings

from tests.matrix.addresses import walk
from tests.matrix.conftest import ASKED_FOR

# What the page showed comes back with it, and is compared with what is kept now.
COMPARED = {
    "admin:conventions_act_original",
    "admin:conventions_act_public_copy",
    "admin:conventions_act_sent",
    "admin:conventions_actionsheet_stock",
    "admin:conventions_committeemeeting_names",
    "admin:conventions_convention_close",
    "admin:conventions_convention_follow",
    "admin:conventions_convention_signatures",
    "admin:consultations_session_edit",
    "admin:consultations_sessions_count",
    "admin:sites_communitymission_values",
    "admin:sites_healthproject_review",
    "admin:staffing_assignment_departure",
    "admin:staffing_communityevent_attendance",
    "saisie-cellules",
    "saisie-remarque",
}
# Something new, or a copy: what is there already is not written over.
ADDED = {
    "admin:conventions_act_annex",
    "admin:conventions_act_cite",
    "admin:conventions_act_copies",
    "admin:conventions_calendarfeed_create",
    "admin:conventions_clause_import",
    "admin:conventions_clause_new_version",
    "admin:conventions_act_print_register",
    "admin:conventions_committee_open",
    "admin:conventions_convention_amend",
    "admin:conventions_convention_copies",
    "admin:conventions_convention_end_decision",
    "admin:conventions_convention_fulfil",
    "admin:conventions_convention_parties",
    "admin:conventions_convention_renew",
    "admin:conventions_convention_review",
    "admin:conventions_convention_write_from",
    "admin:conventions_conventiontemplate_copy",
    "admin:conventions_digestsubscription_subscribe",
    "admin:conventions_legaltext_import",
    "admin:conventions_legaltext_keep",
    "admin:conventions_meeting_members",
    "admin:conventions_open_data",
    "admin:conventions_programme_booklet",
    "admin:conventions_programme_carry",
    "admin:conventions_proofs",
    "admin:consultations_feeds_create",
    "admin:consultations_planning_book",
    "admin:consultations_planning_series",
    "admin:consultations_siterecording_lines",
    "admin:guide_prepare",
    "admin:integrity_verify",
    "admin:sites_healthproject_next",
    "admin:sites_zoning_many",
    "admin:staffing_assignment_fte",
    "admin:staffing_candidate_hire",
    "admin:staffing_communityevent_invite",
    "admin:staffing_communityevent_invite_group",
    "admin:staffing_communityevent_join",
    "admin:staffing_communityevent_walk_in",
    "admin:staffing_directories_booklet",
    "admin:staffing_directories_offer_booklet",
    "admin:staffing_membership_fees",
    "admin:staffing_membership_join",
    "admin:staffing_needstudy_duplicate",
    "admin:staffing_post_target",
    "admin:staffing_recruitment_add_candidate",
    "admin:staffing_welcome_prepare",
    "admin:staffing_welcomeitem_propose",
    "admin:staffing_workinggroup_meeting",
    "invite",
}
# One step from where the row stands: its action, which holds the row, refuses it from elsewhere;
# or a step that says the same whoever takes it second.
STEPS = {
    "admin:bin_thing",
    "admin:conventions_act_cancel",
    "admin:conventions_act_certify",
    "admin:conventions_act_change_copy",
    "admin:conventions_act_copy_withdraw",
    "admin:conventions_act_publish",
    "admin:conventions_act_received",
    "admin:conventions_act_reread",
    "admin:conventions_act_seal",
    "admin:conventions_act_sign",
    "admin:conventions_act_transmission",
    "admin:conventions_act_vote",
    "admin:conventions_act_withdraw",
    "admin:conventions_calendarfeed_revoke",
    "admin:conventions_clause_publish",
    "admin:conventions_committeemeeting_members",
    "admin:conventions_convention_copy_withdraw",
    "admin:conventions_convention_denounce",
    "admin:conventions_convention_end",
    "admin:conventions_convention_end_cancel",
    "admin:conventions_convention_renew_cancel",
    "admin:conventions_convention_reread",
    "admin:conventions_convention_reword",
    "admin:conventions_convention_seal",
    "admin:conventions_convention_undo_review",
    "admin:conventions_convention_unfulfil",
    "admin:conventions_conventiontemplate_retire",
    "admin:conventions_decisions_follow",
    "admin:conventions_decisions_reopen",
    "admin:conventions_digestsubscription_unsubscribe",
    "admin:conventions_legaltext_verify",
    "admin:conventions_meeting_report",
    "admin:conventions_numberseries_cancel",
    "admin:conventions_programme_renumber",
    "admin:consultations_feeds_revoke",
    "admin:consultations_months_step",
    "admin:consultations_session_cancel",
    "admin:consultations_session_cleaning",
    "admin:consultations_session_step",
    "admin:jobs_job_cancel",
    "admin:jobs_job_resume",
    "admin:sites_substantialchange_declare",
    "admin:sites_substantialchange_set_aside",
    "admin:sites_substantialchange_take_up",
    "admin:staffing_candidate_erase",
    "admin:staffing_candidate_move",
    "admin:staffing_candidate_to_erase",
    "admin:staffing_communityevent_uninvite",
    "admin:staffing_directories_confirm",
    "admin:staffing_directories_tie",
    "admin:staffing_membership_consent",
    "admin:staffing_membership_leave",
    "admin:staffing_needstudy_holidays",
    "admin:staffing_recruitment_close",
    "admin:staffing_recruitment_reopen",
    "admin:staffing_welcome_note",
    "invitation-cancel",
}
# A file read, shown, then taken in: what changed in between is told by the preview or refused.
READ_FROM_A_FILE = {
    "admin:conventions_act_import",
    "admin:conventions_receipts",
    "admin:consultations_import_apply",
    "admin:consultations_import_preview",
    "admin:sites_commune_import",
    "admin:sites_communeoutline_import",
    "admin:sites_communepopulation_import",
    "admin:sites_territory_paste",
    "admin:staffing_directories_import_apply",
    "admin:staffing_directories_import_preview",
    "admin:staffing_exchange_apply",
    "admin:staffing_exchange_preview",
    "admin:staffing_register",
    "verify",
}
# One's own account, door or session: nobody else writes there. A password has no merge.
ONE_S_OWN = re.compile(
    r"account_|mfa_|door-|invitation$|admin:(auth_user_password_change|app_list|index|login|"
    r"logout|old_change|password_change|unknown|view_on_site)$|saisie$|start$"
)
LISTED = (COMPARED, ADDED, STEPS, READ_FROM_A_FILE)


def _posts(client):
    """Return the names of the addresses that do not refuse a form outright."""
    user = User.objects.create_superuser("super")
    found = set()
    for address in walk():
        if address.is_stock or ONE_S_OWN.match(address.name):
            continue
        path = re.sub(
            r"<(?:(\w+):)?\w+>", lambda key: "0" if key[1] == "int" else "x", f"/{address.route}"
        )
        client.force_login(user)
        if client.post(path).status_code != 405:
            found.add(address.name)
    return found


@pytest.mark.django_db
@override_settings(TASKS=ASKED_FOR)
def test_every_own_page_that_takes_something_in_says_what_keeps_two_people_apart(client):
    listed = set().union(*LISTED)
    posts = _posts(client)
    assert not posts - listed, "À ranger ici, après avoir pensé à la seconde personne."
    assert not listed - posts, "Plus aucune page ne porte ce nom."


def test_no_page_is_listed_twice():
    assert sum(map(len, LISTED)) == len(set().union(*LISTED))

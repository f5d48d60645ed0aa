"""Addresses that answer nobody here, not even whoever has every right, and why.

`test_matrix` checks that the list is exact: what it holds says nothing of who may do what.
"""

from __future__ import annotations

# Stock pages whose rows are made, or ended, on other pages only.
_MADE_ELSEWHERE = frozenset(
    {"jobs_job_add", "jobs_job_delete", "sites_communeoutline_add", "staffing_candidate_add"}
    | {"staffing_careprovider_add", "staffing_careprovider_delete", "staffing_needprofession_add"}
    | {"staffing_recruitment_delete", "conventions_sheetindicator_add", "conventions_clause_delete"}
    | {"conventions_calendarfeed_add", "conventions_calendarfeed_delete", "conventions_party_add"}
    | {"conventions_digestsubscription_add", "conventions_digestsubscription_delete"}
    | {"consultations_activitycount_add", "consultations_activitycount_delete"}
    | {"consultations_session_add", "consultations_session_delete", "auth_user_delete"}
)
# No model has a page outside; an address of nothing; Django’s page of an application.
_NOTHING_THERE = frozenset({"view_on_site", "unknown", "app_list"})
# A job without a file and an end nobody was told of: see tests/jobs/test_pages.py and
# tests/conventions/test_ending_letters.py for who may have what they would give.
_NOT_MADE_YET = frozenset({"jobs_job_file", "conventions_convention_end_letters"})
CLOSED = _MADE_ELSEWHERE | _NOTHING_THERE | _NOT_MADE_YET
# Rows that their page only shows.
_ONLY_SHOWN = frozenset(
    {"staffing_careprovider_change", "conventions_calendarfeed_change"}
    | {"conventions_digestsubscription_change", "consultations_activitycount_change"}
    | {"consultations_session_change"}
)
# An empty form names no member, no copy; the row of a side was not signed, has no clause to follow.
_NAMES_NOTHING = frozenset(
    {"staffing_directories_confirm", "conventions_act_copies", "conventions_act_seal"}
    | {"conventions_convention_reword", "conventions_convention_seal"}
)
CLOSED_SENT = _MADE_ELSEWHERE | _NOTHING_THERE | _ONLY_SHOWN | _NAMES_NOTHING

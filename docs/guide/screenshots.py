#!/usr/bin/env python3
"""Make the pictures of the user guide: `make screenshots`.

A demonstration of its own, in a temporary folder and on a free port of this machine, is driven as
the guide tells it, always on the same day; each picture is written to docs/guide/images under a
fixed name. Needs Debian's Chromium and pdftoppm (poppler-utils).
"""

import shutil

from pictures import (
    accounts,
    activity,
    agreements,
    community,
    contract,
    drafting,
    finding,
    places,
    proving,
    publishing,
    records,
    sending,
    signing,
    team,
    territory,
)
from pictures.camera import FLAGS, Guide, demonstration
from playwright.sync_api import sync_playwright


def main() -> None:
    """Make every picture, and drop those that the script no longer makes."""
    with demonstration() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        guide = Guide(browser, address)
        page = guide.log_in("gestionnaire")
        guide.shoot("accueil", page)
        guide.open(page, "a-faire/")
        guide.shoot("a-faire", page)
        finding.show_search(guide, page)
        records.show_powers(guide, page)
        records.show_library(guide, page)
        act = drafting.write_decision(guide, page)
        convention = drafting.annex_convention(guide, page, act)
        drafting.reread(guide, page)
        signing.sign(guide, page, act)
        signing.follow(guide, page, act, convention)
        signing.certify(guide, page, act)
        signing.show_agenda(guide, page)
        signing.print_together(guide, page)
        signing.show_numbers(guide, page)
        records.show_meetings(guide, page)
        records.show_register(guide, page)
        records.edit_together(guide, page)
        agreements.show_writing(guide, page)
        agreements.show_signatures(guide, page)
        agreements.show_commitments(guide, page)
        agreements.show_amendments(guide, page)
        agreements.show_ends(guide, page)
        agreements.show_money(guide, page)
        agreements.show_watch(guide, page)
        team.show_team(guide, page)
        records.show_places(guide, page)
        places.show_week(guide, page)
        places.show_health_project(guide, page)
        places.show_declarations(guide, page)
        records.import_faulty_file(guide, page)
        activity.show_activity(guide, page)
        head = guide.log_in("responsable")
        territory.show_territory(guide, head)
        community.show_community(guide, page)
        contract.show_contract(guide, guide.log_in("projet"))
        publishing.show_publishing(guide, page)
        sending.show_sending(guide, page)
        proving.show_proving(guide, head)
        accounts.show_accounts(guide, page, guide.log_in("technique"))
        guide.forget_others()
        browser.close()


if __name__ == "__main__":
    main()

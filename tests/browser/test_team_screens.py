"""The screens of the team and of the sites, on a desk and in a hand: as `test_screens`."""

import pytest

from tests.browser.walking import walk

pytestmark = pytest.mark.browser

STAFFING = "/admin/staffing"
SITES = "/admin/sites"
TEAM = "/admin/effectifs"
SCREENS = {
    "board": f"{TEAM}/",
    "board-of-a-day": f"{TEAM}/?on=2025-09-01",
    "board-of-no-day": f"{TEAM}/?on=2025-02-30",
    "figures": f"{TEAM}/indicateurs/?par=site",
    "fragility": f"{TEAM}/fragilite/",
    "what-if": f"{TEAM}/fragilite/et-si/?personne=3&date=2026-12-31",
    "continuity": f"{TEAM}/continuite/?mois=2026-08",
    "exchange": f"{TEAM}/tableur/",
    "posts": f"{STAFFING}/post/",
    "post": f"{STAFFING}/post/2/change/",
    "post-new": f"{STAFFING}/post/add/",
    "people": f"{STAFFING}/person/",
    "person": f"{STAFFING}/person/3/change/",
    "assignments": f"{STAFFING}/assignment/",
    "assignment": f"{STAFFING}/assignment/1/change/",
    "assignment-new": f"{STAFFING}/assignment/add/?post=1",
    "absences": f"{STAFFING}/absence/",
    "professions": f"{STAFFING}/profession/",
    "stated": f"{STAFFING}/statedstaffing/",
    "campaigns": f"{STAFFING}/recruitment/",
    "campaign": f"{STAFFING}/recruitment/5/change/",
    "failed-campaign": f"{STAFFING}/recruitment/1/change/",
    "campaign-to-close": f"{STAFFING}/recruitment/5/clore/",
    "candidates": f"{STAFFING}/candidate/",
    "candidates-to-erase": f"{STAFFING}/candidate/a-effacer/",
    "channels": "/admin/recrutement/canaux/",
    "arrivals": "/admin/accueil-des-arrivants/",
    "pack": f"{STAFFING}/welcomeitem/",
    "studies": f"{STAFFING}/needstudy/",
    "study": f"{STAFFING}/needstudy/1/change/",
    "centre": f"{SITES}/site/1/change/",
    "openings": f"{SITES}/site/chronologie/",
    "hours": f"{SITES}/site/2/horaires/",
    "project": f"{SITES}/healthproject/1/change/",
    "changes": f"{SITES}/substantialchange/",
    "change-told": f"{SITES}/substantialchange/1/change/",
}
MAIN = ("board", "post", "campaign", "figures")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_every_screen_of_the_team_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(visit(width=width, scheme=scheme), SCREENS, axe=SCREENS if width > 1000 else MAIN)

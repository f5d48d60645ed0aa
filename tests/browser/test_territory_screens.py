"""The screens of the territory, on a desk and in a hand: as `test_screens`."""

import pytest

from tests.browser.walking import walk

pytestmark = pytest.mark.browser

TERRITORY = "/admin/territoire"
SITES, STAFFING, CONVENTIONS = "/admin/sites", "/admin/staffing", "/admin/conventions"
SCREENS = {
    "diagnosis": f"{TERRITORY}/diagnostic/",
    "diagnosis-compared": f"{TERRITORY}/diagnostic/?territoire=1&date=2026-06-30&avec=2",
    "map": f"{TERRITORY}/carte/",
    "map-without-gp": f"{TERRITORY}/carte/?chiffre=without_gp",
    "territory": f"{SITES}/territory/1/change/",
    "pasted-list": f"{SITES}/territory/2/communes/coller/",
    "retirements": f"{SITES}/territory/1/departs/",
    "figures": f"{SITES}/figure/",
    "figure": f"{SITES}/figure/add/",
    "zonings": f"{SITES}/zoning/",
    "zoning-of-many": f"{SITES}/zoning/plusieurs/",
    "populations": f"{SITES}/communepopulation/",
    "populations-import": f"{SITES}/communepopulation/import/",
    "outlines-import": f"{SITES}/communeoutline/import/",
    "communities": f"{SITES}/community/",
    "community-board": f"{SITES}/community/1/tableau/",
    "community": f"{SITES}/community/1/change/",
    "new-community": f"{SITES}/community/add/",
    "mission": f"{SITES}/communitymission/1/change/",
    "mission-values": f"{SITES}/communitymission/1/valeurs/",
    "offer": f"{STAFFING}/careprovider/",
    "offer-summary": f"{STAFFING}/careprovider/synthese/",
    "register": f"{TERRITORY}/repertoire/",
    "members": f"{STAFFING}/membership/",
    "member": f"{STAFFING}/membership/1/change/",
    "fees": f"{STAFFING}/membership/cotisation/",
    "directories": f"{TERRITORY}/annuaires/1/",
    "members-import": f"{TERRITORY}/annuaires/1/importer/",
    "events": f"{STAFFING}/communityevent/",
    "event": f"{STAFFING}/communityevent/1/change/",
    "event-funnel": f"{STAFFING}/communityevent/1/bilan/",
    "event-invite": f"{STAFFING}/communityevent/1/inviter/",
    "event-attendance": f"{STAFFING}/communityevent/1/presences/",
    "mobilisation": f"{STAFFING}/communityevent/cpts/1/",
    "events-of-a-year": f"{STAFFING}/communityevent/cpts/1/annee/",
    "groups": f"{STAFFING}/workinggroup/",
    "group": f"{STAFFING}/workinggroup/1/change/",
    "programmes": f"{CONVENTIONS}/programme/",
    "programme": f"{CONVENTIONS}/programme/2/change/",
    "programme-carried": f"{CONVENTIONS}/programme/2/reprise/",
    "sheets": f"{CONVENTIONS}/actionsheet/",
    "sheet": f"{CONVENTIONS}/actionsheet/1/change/",
    "sheet-stock": f"{CONVENTIONS}/actionsheet/1/point/",
    "committees": f"{CONVENTIONS}/committee/",
    "committee": f"{CONVENTIONS}/committee/1/change/",
    "place-of-an-organisation": f"{CONVENTIONS}/committee/place/",
    "committee-meetings": f"{CONVENTIONS}/committeemeeting/",
    "committee-meeting": f"{CONVENTIONS}/committeemeeting/1/change/",
    "committee-attendance": f"{CONVENTIONS}/committeemeeting/1/presences/",
    "decisions": f"{TERRITORY}/suites/",
    "progress": f"{TERRITORY}/avancement/",
    "partnerships": f"{TERRITORY}/partenariats/",
}
MAIN = ("diagnosis", "map", "community-board", "directories", "sheet", "progress")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_every_screen_of_the_territory_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(
        visit("responsable", width=width, scheme=scheme),
        SCREENS,
        axe=SCREENS if width > 1000 else MAIN,
    )

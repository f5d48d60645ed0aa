"""The screens of activity, on a desk and in a hand: as `test_screens`."""

import pytest

from tests.browser.walking import walk

pytestmark = pytest.mark.browser

ACTIVITY = "/admin/activite"
ADMIN = "/admin/consultations"
SCREENS = {
    "grid": "/saisie/",
    "grid-of-a-locked-week": "/saisie/?semaine=2026-W20",
    "completeness": f"{ACTIVITY}/completude/",
    "completeness-of-a-month": f"{ACTIVITY}/completude/3/2026-06/",
    "months": f"{ACTIVITY}/mois/",
    "month": f"{ACTIVITY}/mois/1/2026-05/",
    "planning": f"{ACTIVITY}/planning/?site=2&semaine=2026-W06",
    "booking": f"{ACTIVITY}/planning/reserver/?site=2",
    "series": f"{ACTIVITY}/planning/serie/?site=2",
    "sessions": f"{ADMIN}/session/",
    "session": f"{ADMIN}/session/1/change/",
    "session-to-change": f"{ADMIN}/session/30/modifier/",
    "sessions-to-count": f"{ACTIVITY}/seances/",
    "session-counted": f"{ACTIVITY}/seances/1/compter/",
    "ledgers": f"{ACTIVITY}/seances/decomptes/",
    "review": f"{ACTIVITY}/seances/bilan/2/",
    "feeds": f"{ACTIVITY}/agendas/",
    "public": "/permanences/",
    "answers": f"{ACTIVITY}/reponses/",
    "answers-by-profession": f"{ACTIVITY}/reponses/?du=2024-06-01&au=2024-11-30",
    "report": f"{ACTIVITY}/rapport/",
    "actions": f"{ADMIN}/preventionaction/",
    "action": f"{ADMIN}/preventionaction/1/change/",
    "meetings": f"{ADMIN}/teammeeting/",
    "meeting": f"{ADMIN}/teammeeting/1/change/",
    "prevention": f"{ACTIVITY}/prevention/",
    "counts": f"{ADMIN}/activitycount/",
    "import": f"{ACTIVITY}/import/",
    "recording": f"{ADMIN}/siterecording/",
    "recording-of-a-site": f"{ADMIN}/siterecording/1/change/",
}
MAIN = ("grid", "planning", "answers", "public")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(1280, "light", id="desk-light"),
        pytest.param(390, "dark", id="phone-dark"),
    ],
)
def test_every_screen_of_activity_is_accessible_and_keeps_its_policy(visit, width, scheme):
    walk(
        visit("responsable", width=width, scheme=scheme),
        SCREENS,
        axe=SCREENS if width > 1000 else MAIN,
    )

"""The page of an act found by the number that a text cites."""

import pytest

from csipa.admin.contributions import act_address
from tests.conventions.factories import ActFactory
from tests.conventions.pages import address, staff
from tests.conventions.review.lives import signed_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(rf):
    """Return what finds an address, for who holds a permission or not."""

    def asked(number, *codenames):
        request = rf.get("/")
        request.user = staff(*codenames)
        return act_address(request, number)

    return asked


@pytest.mark.parametrize("number", ["2026 008", "2026_008", "2026-008", "n° 2026 008"])
@pytest.mark.parametrize("permission", ["view_act", "change_act"])
def test_a_signed_act_is_found_in_any_spelling(ask, number, permission):
    act = signed_act(number="2026 008")
    assert ask(number, permission) == address("act_change", act)


def test_nobody_is_led_to_an_act_they_may_not_read(ask):
    signed_act(number="2026 008")
    assert ask("2026 008", "view_convention") == ""


@pytest.mark.parametrize("number", ["2026 009", "008", "", "  ", "n°", "–"])
def test_a_number_that_no_act_bears_leads_nowhere(ask, number):
    signed_act(number="2026 008")
    assert ask(number, "view_act") == ""


def test_a_draft_is_no_act_yet(ask):
    ActFactory(number="2026 008")
    assert ask("2026 008", "view_act") == ""


def test_two_acts_of_one_number_are_shown_in_their_list(ask, client):
    acts = [signed_act(number="2026 008"), signed_act(number="2026 008")]
    found = ask("2026_008", "view_act")
    assert found.startswith(f"{address('act_changelist')}?q=")
    client.force_login(staff("view_act"))
    page = client.get(found).content.decode()
    assert all(address("act_change", act) in page for act in acts)

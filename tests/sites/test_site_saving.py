"""Hours, travel, waivers and closures saved from the page of a site."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from sites.models import Closure, LimitWaiver, OpeningHours
from tests.sites.factories import OpeningHoursFactory, SiteFactory
from tests.sites.factories_projects import LimitWaiverFactory

pytestmark = pytest.mark.django_db


def lines(prefix, *rows, initial=0):
    """Return the posted values of a set of lines."""
    values = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for index, row in enumerate(rows):
        values |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return values


def slot(weekday, closes="16:00", **more):
    return {
        "weekday": weekday,
        "activity": "medical",
        "opens_at": "08:00",
        "closes_at": closes,
        **more,
    }


def waiver(limit="hours", **more):
    return {
        "limit": limit,
        "reason": "Cabinet de la commune fermé.",
        "decided_by": "Agence régionale de santé",
        "decided_on": "2026-01-05",
        **more,
    }


TOO_LONG = [slot(1), slot(2), slot(3)]  # 24 hours
ALLOWED = [slot(1), slot(2), slot(3, "12:00")]  # 20 hours


@pytest.fixture
def antenna():
    return SiteFactory(antenna=True, name="Robecq", commune_id="62713")


@pytest.fixture
def save(admin_client):
    """Post the page of a site; return its text, or None when it was saved."""

    def post(site, *, hours=(), waivers=(), closures=(), initial=0, **values):
        site.refresh_from_db()
        answer = admin_client.post(
            reverse("admin:sites_site_change", args=[site.pk]),
            {
                "name": site.name,
                "kind": site.kind,
                "parent": site.parent_id or "",
                "commune": site.commune_id,
                "opened_on": "2024-06-03",
                "version": site.version,
                **lines("opening_hours", *hours, initial=initial),
                **lines("closures", *closures),
                **lines("limit_waivers", *waivers),
                **lines("rooms"),
                **lines("equipment"),
                **values,
            },
        )
        if answer.status_code == 302:
            return None
        return answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")

    return post


def test_twenty_hours_a_week_are_saved(save, antenna):
    assert save(antenna, hours=ALLOWED) is None
    assert antenna.opening_hours.count() == 3


def test_hours_past_the_limit_are_refused_with_what_to_do(save, antenna):
    page = save(antenna, hours=TOO_LONG)
    assert "l’antenne serait ouverte 24 h par semaine, au-delà des 20 h admises" in page
    assert "notez plus bas une dérogation" in page
    assert not OpeningHours.objects.exists()


def test_hours_past_the_limit_are_saved_with_their_waiver(save, antenna):
    assert save(antenna, hours=TOO_LONG, waivers=[waiver()]) is None
    assert antenna.limit_waivers.get().reason == "Cabinet de la commune fermé."
    assert antenna.opening_hours.count() == 3


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(waiver("travel"), id="of the other limit"),
        pytest.param(waiver(end="2020-12-31"), id="over"),
        pytest.param(waiver(start="2999-01-01"), id="not yet begun"),
        pytest.param(waiver(reason=""), id="without a reason"),
        pytest.param(waiver(decided_on="nonsense"), id="without a date"),
    ],
)
def test_waiver_that_does_not_bear_on_the_day_allows_nothing(save, antenna, leave):
    assert save(antenna, hours=TOO_LONG, waivers=[leave]) is not None
    assert not OpeningHours.objects.exists()
    assert not LimitWaiver.objects.exists()


def test_hours_to_come_are_held_against_the_limit_on_their_first_day(save, antenna):
    page = save(antenna, hours=[*ALLOWED, slot(5, start="2999-03-01")])
    assert "À compter du 1er mars 2999" in page


def test_hours_that_are_over_do_not_count(save, antenna):
    assert save(antenna, hours=[*ALLOWED, slot(5, end="2025-01-01")]) is None


def test_centre_has_no_limit_of_hours(save):
    assert save(SiteFactory(), hours=[slot(day) for day in range(1, 8)]) is None


def test_slot_deleted_with_the_save_does_not_count(save, antenna):
    old = OpeningHoursFactory(site=antenna, weekday=5, closes_at=dt.time(20))
    gone = {**slot(5), "id": old.pk, "site": antenna.pk, "DELETE": "on"}
    assert save(antenna, hours=[gone, *ALLOWED], initial=1) is None


def test_waiver_may_not_be_taken_away_from_hours_that_need_it(save, antenna):
    rows = []
    for weekday in (1, 2, 3):
        row = OpeningHoursFactory(
            site=antenna, weekday=weekday, opens_at=dt.time(8), closes_at=dt.time(16)
        )
        rows.append({**slot(weekday), "id": row.pk, "site": antenna.pk})
    leave = LimitWaiverFactory(site=antenna)
    gone = {**waiver(), "id": leave.pk, "site": antenna.pk, "DELETE": "on"}
    values = {"limit_waivers-INITIAL_FORMS": 1}
    assert "au-delà des 20 h" in save(antenna, hours=rows, waivers=[gone], initial=3, **values)
    assert antenna.limit_waivers.exists()


def test_hours_already_past_the_limit_do_not_keep_the_rest_from_being_saved(save, antenna):
    rows = []
    for weekday in (1, 2, 3):
        row = OpeningHoursFactory(
            site=antenna, weekday=weekday, opens_at=dt.time(8), closes_at=dt.time(16)
        )
        rows.append({**slot(weekday), "id": row.pk, "site": antenna.pk})
    assert save(antenna, hours=rows, initial=3, address="1 place du Bourg") is None
    antenna.refresh_from_db()
    assert antenna.address == "1 place du Bourg"


def test_travel_past_the_limit_is_refused_with_what_to_do(save, antenna):
    page = save(antenna, travel_minutes=35)
    assert "le trajet depuis le centre est de 35 min, au-delà des 30 min admises" in page
    antenna.refresh_from_db()
    assert antenna.travel_minutes is None


@pytest.mark.parametrize(
    ("minutes", "waivers"),
    [
        pytest.param("", [], id="not measured"),
        pytest.param(30, [], id="at the limit"),
        pytest.param(35, [waiver("travel")], id="waived in the same save"),
    ],
)
def test_travel_within_the_limit_or_waived_is_saved(save, antenna, minutes, waivers):
    assert save(antenna, travel_minutes=minutes, waivers=waivers) is None
    antenna.refresh_from_db()
    assert antenna.travel_minutes == (minutes or None)


def test_travel_already_past_the_limit_does_not_keep_the_rest_from_being_saved(save):
    antenna = SiteFactory(antenna=True, travel_minutes=35)
    assert save(antenna, travel_minutes=35, address="1 place du Bourg") is None


def test_site_that_becomes_a_centre_keeps_no_waiver(save, antenna):
    page = save(antenna, kind="centre", parent="", waivers=[waiver()])
    assert "Seule une antenne a des limites" in page


def test_closures_are_saved_with_their_reason(save, antenna):
    closures = [
        {"start": "2026-08-03", "end": "2026-08-07", "reason": "Congés d’été"},
        {"start": "2026-09-01", "end": "2026-09-01", "activity": "medical", "reason": "Travaux"},
    ]
    assert save(antenna, closures=closures) is None
    assert set(Closure.objects.values_list("activity", "reason")) == {
        ("", "Congés d’été"),
        ("medical", "Travaux"),
    }


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        pytest.param({"reason": ""}, "obligatoire", id="no reason"),
        pytest.param({"end": "2026-08-02"}, "précède son début", id="reversed"),
        pytest.param({"end": ""}, "obligatoire", id="no end"),
        pytest.param({"activity": "surgery"}, "Sélectionnez un choix valide", id="activity"),
    ],
)
def test_bad_closure_is_refused(save, antenna, values, reason):
    closure = {"start": "2026-08-03", "end": "2026-08-07", "reason": "Congés", **values}
    assert reason in save(antenna, closures=[closure])
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("620000001", "un chiffre est mal recopié"),
        ("62000", "n’est pas un numéro FINESS"),
        ("62000000X", "n’est pas un numéro FINESS"),
    ],
)
def test_finess_with_a_wrong_form_or_key_is_refused(save, antenna, number, reason):
    assert reason in save(antenna, finess=number)
    antenna.refresh_from_db()
    assert antenna.finess == ""


def test_today_is_held_against_the_limit(save, antenna):
    today = timezone.localdate().isoformat()
    page = save(antenna, hours=[*ALLOWED, slot(5, start=today, end=today)])
    assert "au-delà des 20 h" in page

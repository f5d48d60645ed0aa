"""A coordinator sees and writes the sessions of the conventions of their CPTS, and no other."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse

from consultations.actions.feeds import FeedRefused, create_session_feed, find_session_feed
from consultations.actions.sessions import BookingRefused, book
from consultations.models import Session, SessionCount, SessionFeed, SessionPurpose, SessionState
from consultations.review.feeds import fed_sessions
from consultations.review.planning_print import TAKEN, print_context
from consultations.review.planning_week import planning_week
from consultations.review.scope import bookable_sites, own_conventions, sessions_of
from consultations.rules.weeks import Week
from conventions.models import OccupiedSlot
from csipa.roles.catalogue import HEAD
from tests.consultations.factories import MONDAY
from tests.consultations.factories_sessions import SessionCountFactory, SessionFactory, at
from tests.consultations.pages import account as consulting
from tests.consultations.pages import read
from tests.consultations.planning_scene import TODAY, permanence, scene
from tests.conventions.factories import PartyFactory
from tests.sites.factories import RoomFactory, SiteFactory, SiteScopeFactory
from tests.two_cpts import account, signed_in, two_cpts

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + dt.timedelta(days=1)
WEEK = Week.of(MONDAY)
NOW = at(TODAY, 14)
SECRET_TITLE, SECRET_NAME = "Bilan de rentrée", "Docteur Secondaire"


def agreed(community, *, reference, opens_room=False):
    """Return a place with a signed convention to which a CPTS is a party."""
    place = scene(reference=reference, sealed=False)
    row = place.convention
    PartyFactory(convention=row, organisation=community.organisation)
    if opens_room:
        OccupiedSlot.objects.filter(convention=row).update(room=place.room)
    type(row).objects.filter(pk=row.pk).update(sealed=True)
    row.refresh_from_db()
    return place


def held(place, hour=14, **values):
    """Return a Tuesday afternoon of a place, held under its convention."""
    return SessionFactory(
        snp=True,
        room=place.room,
        convention=place.convention,
        starts_at=at(TUESDAY, hour),
        **{"title": "Permanence", **values},
    )


@pytest.fixture
def world(db, monkeypatch):
    """Two CPTS, each with a convention at a site; mine also shelters the centre."""
    monkeypatch.setattr("django.utils.timezone.localdate", _localdate)
    found = two_cpts()
    place = agreed(found.mine, reference="C-2026-1")
    elsewhere = agreed(found.theirs, reference="C-2026-2")
    return SimpleNamespace(
        **vars(found),
        place=place,
        elsewhere=elsewhere,
        own=held(place),
        foreign=held(elsewhere, title="Leur permanence"),
        centre=SessionFactory(
            room=place.room,
            starts_at=at(MONDAY, 9),
            title=SECRET_TITLE,
            practitioner=SECRET_NAME,
        ),
    )


def _localdate(value=None, timezone=None):
    return TODAY if value is None else value.astimezone(at(TODAY, 9).tzinfo).date()


def url(name, *args, **query):
    found = reverse(f"admin:consultations_{name}", args=args)
    return f"{found}?{'&'.join(f'{key}={value}' for key, value in query.items())}"


def test_a_coordinator_sees_the_sessions_of_the_conventions_of_their_cpts_alone(world):
    assert list(sessions_of(world.user)) == [world.own]
    assert list(bookable_sites(world.user, today=TODAY)) == [world.place.site]
    page = read(world.client.get(url("session_changelist")))
    assert world.place.site.name in page
    assert world.elsewhere.site.name not in page
    assert SECRET_TITLE not in page


def test_a_site_or_a_convention_asked_for_in_the_address_widens_nothing(world):
    for query in (
        {"site__id__exact": world.elsewhere.site.pk},
        {"convention__id__exact": world.elsewhere.convention.pk},
        {"q": "Leur"},
    ):
        answer = world.client.get(url("session_changelist", **query))
        assert "Leur permanence" not in read(answer)


@pytest.mark.parametrize("which", ["foreign", "centre"])
@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("session_change", ()),
        ("session_history", ()),
        ("session_delete", ()),
        ("session_edit", ()),
        ("session_cancel", ()),
        ("session_cleaning", ()),
        ("session_step", ("confirmer",)),
        ("sessions_count", ()),
    ],
)
def test_no_page_of_another_session_opens_and_nothing_is_written(world, which, name, more):
    row = getattr(world, which)
    before = Session.objects.values().get(pk=row.pk)
    address = url(name, row.pk, *more)
    told = {"reason": "Travaux", "on": "2026-06-02", "done": "4", "version": row.version}
    answers = [world.client.get(address), world.client.post(address, told)]
    # The stock admin answers an unknown row by going back to the start page.
    assert all(one.status_code in (302, 403, 404, 405) for one in answers)
    assert all(one.status_code != 302 or one.url == reverse("admin:index") for one in answers)
    assert Session.objects.values().get(pk=row.pk) == before
    assert not SessionCount.objects.exists()


@pytest.mark.parametrize("name", ["sessions_review", "sessions_review_pdf"])
def test_what_another_convention_came_to_is_told_to_its_cpts_alone(world, name):
    assert world.client.get(url(name, world.elsewhere.convention.pk)).status_code == 404
    assert world.client.get(url(name, world.place.convention.pk)).status_code == 200


def test_the_planning_tells_that_a_room_is_taken_and_no_more(world):
    page = read(world.client.get(url("planning", site=world.place.site.pk, semaine=WEEK)))
    assert TAKEN in page
    assert "Permanence" in page
    assert SECRET_TITLE not in page
    assert SECRET_NAME not in page
    assert "Activité du CSIPA" not in page
    seen = planning_week(
        world.place.site, WEEK, conventions=own_conventions(world.user, world.place.site)
    )
    printed = str(print_context(seen, today=TODAY))
    assert TAKEN in printed
    assert SECRET_NAME not in printed
    assert SECRET_TITLE not in printed


def test_the_planning_of_a_site_of_another_cpts_is_not_shown(world):
    page = read(world.client.get(url("planning", site=world.elsewhere.site.pk, semaine=WEEK)))
    assert "Leur permanence" not in page
    assert f"{world.elsewhere.site.name} – " not in page
    for name in ("planning_book", "planning_series"):
        asked = world.client.get(url(name, site=world.elsewhere.site.pk))
        assert asked.status_code == 404


def typed(place, **values):
    """Return what somebody types to hold the permanence of the week after."""
    return {
        "room": place.room.pk,
        "convention": place.convention.pk,
        "day": (TUESDAY + dt.timedelta(days=7)).isoformat(),
        "starts": "14:00",
        "ends": "18:00",
        **values,
    }


def test_a_coordinator_books_a_room_under_their_convention_in_few_fields(world):
    address = url("planning_book", site=world.place.site.pk)
    form = world.client.get(address).context["form"]
    assert list(form.fields["convention"].queryset) == [world.place.convention]
    assert not {"purpose", "person"} & set(form.fields)
    assert world.client.post(address, typed(world.place)).status_code == 302
    booked = Session.objects.latest("pk")
    assert (booked.convention, booked.author) == (world.place.convention, world.user)
    assert booked.purpose == SessionPurpose.UNSCHEDULED


@pytest.mark.parametrize("field", ["room", "convention"])
@pytest.mark.parametrize("page", ["planning_book", "planning_series"])
def test_a_foreign_room_or_convention_sent_by_hand_books_nothing(world, field, page):
    sent = typed(world.place, **{field: getattr(world.elsewhere, field).pk})
    more = {"last_day": "2026-06-30", "weekdays": "2", "every": "1", "step": "book"}
    count = Session.objects.count()
    answer = world.client.post(url(page, site=world.place.site.pk), sent | more)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert Session.objects.count() == count


def test_a_purpose_of_the_centre_sent_by_hand_is_passed_over(world):
    sent = typed(world.place, purpose="consultation")
    world.client.post(url("planning_book", site=world.place.site.pk), sent)
    assert Session.objects.latest("pk").purpose == SessionPurpose.UNSCHEDULED


def test_a_session_does_not_move_to_a_foreign_room_or_convention(world):
    for field in ("room", "convention"):
        sent = typed(world.place, version=world.own.version)
        sent[field] = getattr(world.elsewhere, field).pk
        answer = world.client.post(url("session_edit", world.own.pk), sent)
        assert field in answer.context["form"].errors
    world.own.refresh_from_db()
    assert (world.own.room, world.own.convention) == (world.place.room, world.place.convention)


def test_the_action_itself_refuses_what_is_not_of_the_cpts(world):
    with pytest.raises(BookingRefused, match="conventions de votre CPTS"):
        book(permanence(world.elsewhere), by=world.user, now=NOW, today=TODAY)


def test_a_refused_booking_does_not_tell_who_holds_the_room(world):
    sent = typed(world.place, day=MONDAY.isoformat(), starts="09:00", ends="11:00")
    page = read(world.client.post(url("planning_book", site=world.place.site.pk), sent))
    assert "La salle est prise" in page
    assert SECRET_TITLE not in page
    assert SECRET_NAME not in page


def test_only_the_rooms_that_the_convention_opens_are_offered(world):
    other = RoomFactory(site=world.place.site, name="Bureau du secrétariat")
    address = url("planning_book", site=world.place.site.pk)
    # A convention that does not say which room opens all of them.
    offered = world.client.get(address).context["form"].fields["room"].queryset
    assert set(offered) == {world.place.room, other}
    place = agreed(world.mine, reference="C-2026-3", opens_room=True)
    closed = RoomFactory(site=place.site, name="Salle d’examen")
    address = url("planning_book", site=place.site.pk)
    form = world.client.get(address).context["form"]
    assert list(form.fields["room"].queryset) == [place.room]
    sent = world.client.post(address, typed(place, room=closed.pk))
    assert "room" in sent.context["form"].errors


def test_a_site_whose_convention_is_long_over_is_booked_no_more_but_stays_to_be_read(world):
    later = dt.date(2028, 1, 1)
    assert not bookable_sites(world.user, today=later).exists()
    assert list(sessions_of(world.user)) == [world.own]


def test_counts_and_ledgers_are_those_of_the_cpts(world):
    Session.objects.filter(pk__in=[world.own.pk, world.foreign.pk]).update(
        state=SessionState.HELD, starts_at=at(TODAY, 8), ends_at=at(TODAY, 9), free_at=at(TODAY, 9)
    )
    page = read(world.client.get(url("sessions")))
    assert world.place.site.name in page
    assert world.elsewhere.site.name not in page
    SessionCountFactory(session=world.own, done=7)
    SessionCountFactory(session=world.foreign, done=31)
    answer = world.client.get(url("sessions_ledgers", de="2026-05", a="2026-06", lieu="on"))
    assert answer.context["found"].snp.done == 7
    page = read(answer)
    assert world.elsewhere.convention.reference not in page
    assert "activité du CSIPA" not in page
    assert "lieu" not in answer.context["asked"].fields


def test_a_calendar_gives_the_sessions_of_the_cpts_alone(world):
    feed, secret = create_session_feed(
        by=world.user, name="Téléphone", now=NOW, site=world.place.site
    )
    assert find_session_feed(secret) == feed
    assert list(fed_sessions(feed, now=NOW)) == [world.own]
    with pytest.raises(FeedRefused):
        create_session_feed(by=world.user, name="Autre", now=NOW, site=world.elsewhere.site)
    sent = {"of": f"site-{world.elsewhere.site.pk}", "name": "Autre"}
    answer = world.client.post(reverse("admin:consultations_feeds_create"), sent)
    assert "of" in answer.context["form"].errors
    assert SessionFeed.objects.count() == 1


def test_a_calendar_closes_with_the_scope_of_its_author(world):
    _, secret = create_session_feed(by=world.user, name="Agenda", now=NOW, site=world.place.site)
    world.user.community_scopes.all().delete()
    assert find_session_feed(secret) is None


def test_a_site_besides_shows_all_that_is_held_there(world):
    SiteScopeFactory(user=world.user, site=world.place.site)
    assert set(sessions_of(world.user)) == {world.own, world.centre}
    assert own_conventions(world.user, world.place.site) is None
    page = read(world.client.get(url("planning", site=world.place.site.pk, semaine=WEEK)))
    assert SECRET_NAME in page


def test_a_secretary_keeps_the_sessions_of_her_sites(world):
    secretary = consulting("view_session", sites=[world.elsewhere.site])
    assert list(sessions_of(secretary)) == [world.foreign]
    assert list(bookable_sites(secretary, today=TODAY)) == [world.elsewhere.site]


def test_the_right_to_all_cpts_adds_no_session_to_somebody_of_one_site(world):
    head = account(HEAD)
    assert sessions_of(head).count() == 3
    SiteScopeFactory(user=head, site=SiteFactory())
    assert not sessions_of(head).exists()


def test_nobody_sees_a_session_without_a_site_nor_a_cpts(world):
    world.user.community_scopes.all().delete()
    assert not sessions_of(world.user).exists()
    assert not bookable_sites(world.user, today=TODAY).exists()
    page = read(signed_in(world.user).get(url("planning")))
    assert "Aucun planning ne vous est ouvert" in page


def test_the_planning_costs_a_coordinator_few_queries_however_many_sessions(
    world, django_assert_max_num_queries
):
    for hour in (8, 12):
        held(world.place, hour=hour, ends_at=at(TUESDAY, hour + 1))
    address = url("planning", site=world.place.site.pk, semaine=WEEK)
    with django_assert_max_num_queries(40):
        world.client.get(address)

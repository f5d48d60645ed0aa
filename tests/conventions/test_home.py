"""What the start page and « À faire » tell of conventions, acts, programmes and committees."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from conventions.admin.home import told_of_acts, told_of_conventions, told_of_programmes
from conventions.models import Act, Publication
from conventions.review.publications import MOST_WANTED
from csipa.admin.home_parts import Told, in_order
from tests.conventions.factories import ActFactory, AnnexFactory, ConventionFactory, PartyFactory
from tests.conventions.factories_agreements import (
    FinancialTermFactory,
    PartySignatureFactory,
    TrackingFactory,
)
from tests.conventions.factories_programmes import (
    CommitteeDecisionFactory,
    CommitteeFactory,
    CommitteeMeetingFactory,
    ProgrammeFactory,
    SheetPlaceFactory,
    SheetStepFactory,
)
from tests.conventions.factories_publication import PublicationCheckFactory, PublicationFactory
from tests.conventions.following import commitment, followed_convention
from tests.conventions.holding import amendment, closed, in_force
from tests.conventions.pages import address, shown, staff
from tests.conventions.review.lives import executory_act, signed_act
from tests.sites.factories import SiteFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 2)
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SHEETS = ("view_programme", "view_actionsheet")
MEETINGS = ("view_committee", "view_committeemeeting", "view_committeedecision")


@pytest.fixture(autouse=True)
def _in_march(monkeypatch):
    day_of = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None: day_of(value) if value else TODAY)


def reader(*codenames):
    """Return an account whose rights are read already."""
    user = User.objects.get(pk=staff(*codenames).pk)
    user.get_all_permissions()
    return user


def plain(text):
    return text.replace("\u00a0", " ")


def texts(told):
    return [plain(task.text) for task in in_order(told.tasks)]


def pages(told):
    return [(one.text, one.url) for one in told.pages]


def day(rank):
    return TODAY + dt.timedelta(days=rank)


def test_every_call_of_the_conventions_is_a_task_with_its_mark_its_day_and_its_page():
    convention = in_force(reference="C-1", title="Locaux", end=day(20), notice_value=15)
    told = told_of_conventions(reader("view_convention"), today=TODAY)
    end = next(task for task in told.tasks if task.text.startswith("Terme"))
    assert (end.level, plain(end.mark), end.day) == ("30", "Sous 30 jours", day(20))
    assert end.about == "C-1, Locaux"
    assert plain(end.when) == "22 mars 2026, dans 20 jours"
    assert f"/{convention.pk}/" in end.url


def test_all_the_calls_are_told_however_many():
    for rank in range(10):
        in_force(reference=f"C-{rank}", end=day(10 + rank))
    told = told_of_conventions(reader("view_convention"), today=TODAY)
    assert len(told.tasks) >= 10
    assert pages(told) == [("À suivre", address("digestsubscription_changelist"))]


def test_a_late_signature_comes_before_what_ends_soon():
    convention = ConventionFactory(reference="C-1", title="Soins")
    AnnexFactory(act=executory_act(number="2026 C-1"), text="", convention=convention)
    for rank in (1, 2):
        party = PartyFactory(convention=convention, position=rank, short_name=f"partie {rank}")
        PartySignatureFactory(party=party, sent_on=dt.date(2026, 2, 1))
    in_force(reference="C-2", end=day(10))
    told = told_of_conventions(reader("view_convention"), today=TODAY)
    first, *_, last = in_order(told.tasks)
    assert (plain(first.text), first.level) == ("2 signatures attendues", "late")
    assert plain(first.when) == "depuis le 1er février 2026"
    assert last.level == "30"


def test_conventions_that_call_for_nothing_are_said_to():
    in_force(end=dt.date(2030, 1, 1))
    told = told_of_conventions(reader("view_convention"), today=TODAY)
    assert told.tasks == []
    assert told.quiet == "Aucune convention n’appelle rien dans les 90 jours."
    (figure,) = told.figures
    assert (figure.label, figure.value, figure.as_of) == (
        *("convention en vigueur", "1"),
        "au 2\u00a0mars\u00a02026",
    )


def test_conventions_are_told_to_who_may_see_them_only(django_assert_num_queries):
    in_force(end=day(10))
    stranger = reader("view_act")
    with django_assert_num_queries(0):
        assert told_of_conventions(stranger, today=TODAY) == Told()


def test_an_act_that_waits_is_told_since_when_and_leads_to_its_page():
    act = signed_act()
    (task,) = told_of_acts(reader("view_act"), today=TODAY).tasks
    assert task.text == "À transmettre au contrôle de légalité"
    assert (task.level, task.mark) == ("waiting", "En attente")
    assert task.url == address("act_change", act)
    assert plain(task.when) == "depuis le 15 janvier 2026"
    assert task.about.endswith(act.title)


def test_acts_that_wait_for_nothing_are_said_to_with_the_agenda():
    told = told_of_acts(reader("view_act"), today=TODAY)
    assert (told.tasks, told.quiet) == ([], "Aucun acte n’attend.")
    assert pages(told)[0] == ("Agenda", address("calendarfeed_changelist"))


def test_acts_are_told_to_who_may_see_them_only(django_assert_num_queries):
    signed_act()
    stranger = reader("view_convention")
    with django_assert_num_queries(0):
        assert told_of_acts(stranger, today=TODAY) == Told()


def test_an_act_no_longer_seen_at_its_public_address_is_late():
    lost = PublicationFactory(
        act=signed_act(number="2026 202"), online_at=NOW - dt.timedelta(days=9)
    )
    PublicationCheckFactory(publication=lost, checked_at=NOW - dt.timedelta(days=2))
    PublicationCheckFactory(publication=lost, checked_at=NOW, seen=False)
    found = told_of_acts(reader("view_act"), today=TODAY).tasks
    task = next(one for one in found if one.text == "N’est plus vu à son adresse publique")
    assert (task.level, task.mark) == ("late", "Anomalie")
    assert "2026 202" in plain(task.about)


def test_a_hundred_acts_lost_from_sight_are_one_thing_to_do(django_assert_max_num_queries):
    long_ago = NOW - dt.timedelta(days=9)
    for rank in range(MOST_WANTED + 1):
        PublicationFactory(act=signed_act(number=f"2025 {rank:03}"), online_at=long_ago)
    user = reader("view_act")
    with django_assert_max_num_queries(6):
        told = told_of_acts(user, today=TODAY)
    (task,) = [one for one in told.tasks if one.level == "late"]
    assert plain(task.text) == "101 actes ne sont plus vus à leur adresse publique"
    assert task.url == f"{address('act_changelist')}?en_ligne=perdu"
    Publication.objects.order_by("pk").last().delete()
    told = told_of_acts(user, today=TODAY)
    assert len([one for one in told.tasks if one.level == "late"]) == MOST_WANTED


def test_one_draft_leads_to_its_page_and_several_to_their_list():
    writer = reader("view_act", "change_act")
    first = ActFactory(title="Premier")
    (task,) = told_of_acts(writer, today=TODAY).tasks
    assert plain(task.text) == "1 acte à signer"
    assert (task.mark, task.about, task.url) == (
        "En projet",
        "Premier",
        address("act_change", first),
    )
    ActFactory(title="Second")
    (task,) = told_of_acts(writer, today=TODAY).tasks
    assert (plain(task.text), task.about) == ("2 actes à signer", "Second")
    assert task.url == f"{address('act_changelist')}?etape=draft"


def test_more_drafts_than_fifty_are_all_counted():
    first = ActFactory()
    same = {"authority": first.authority, "signatory": first.signatory}
    Act.objects.bulk_create([ActFactory.build(**same) for _ in range(51)])
    (task,) = told_of_acts(reader("view_act", "change_act"), today=TODAY).tasks
    assert plain(task.text) == "52 actes à signer"


def test_drafts_are_told_to_who_writes_them_only():
    ActFactory()
    assert told_of_acts(reader("view_act"), today=TODAY).tasks == []


def test_acts_signed_this_year_are_counted_without_those_cancelled():
    signed_act(number="2026 001")
    signed_act(number="2026 002", cancelled_on=TODAY)
    signed_act(number="2025 009", signature_date=dt.date(2025, 12, 31))
    (figure,) = told_of_acts(reader("view_act"), today=TODAY).figures
    assert (figure.label, figure.value, figure.as_of) == ("acte signé", "1", "en 2026")
    assert figure.url == f"{address('act_changelist')}?year=2026"


def late_programme(name="Contrat en cours"):
    """Return a programme in force of which one sheet out of two is late by two steps."""
    running = ProgrammeFactory(name=name, start=TODAY, end=None)
    SheetPlaceFactory(programme=running, sheet__state="running", sheet__end=None)
    late = SheetPlaceFactory(programme=running, sheet__state="running", sheet__end=None).sheet
    for rank in (1, 2):
        SheetStepFactory(sheet=late, due_on=day(-rank), done_on=None)
    return running


def test_a_programme_in_force_leads_to_its_sheets_that_are_late():
    running = late_programme()
    over = ProgrammeFactory(name="Contrat fini", start=None, end=day(-1))
    SheetPlaceFactory(programme=over)
    ProgrammeFactory(name="Contrat sans fiche", start=TODAY, end=None)
    told = told_of_programmes(reader(*SHEETS), today=TODAY)
    (task,) = told.tasks
    assert (plain(task.text), task.about) == ("1 fiche-action en retard", "Contrat en cours")
    assert task.url == f"{address('actionsheet_changelist')}?programme={running.pk}&retard=oui"
    (figure,) = told.figures
    assert (figure.label, figure.value) == ("fiches-actions en cours", "2")
    assert pages(told) == [("Avancement", reverse("admin:conventions_progress"))]


def test_programmes_are_told_to_who_sees_them_and_their_sheets(django_assert_num_queries):
    late_programme()
    for rights in (("view_programme",), ("view_convention",)):
        stranger = reader(*rights)
        with django_assert_num_queries(0):
            assert told_of_programmes(stranger, today=TODAY) == Told()


def test_programmes_without_anything_late_are_said_to_be_so():
    SheetPlaceFactory(programme=ProgrammeFactory(start=None, end=None), sheet__end=None)
    told = told_of_programmes(reader(*SHEETS), today=TODAY)
    assert told.tasks == []
    assert told.quiet == "Aucune fiche-action n’est en retard."


def test_where_there_is_neither_programme_nor_committee_nothing_is_said():
    told = told_of_programmes(reader(*SHEETS, *MEETINGS), today=TODAY)
    assert (told.tasks, told.quiet) == ([], "")


def test_every_late_decision_is_told_oldest_first_and_the_next_meeting():
    committee = CommitteeFactory(name="Comité de pilotage")
    meeting = CommitteeMeetingFactory(
        committee=committee, held_on=dt.date(2026, 4, 2), held_at=dt.time(14), place="Labourse"
    )
    before = CommitteeMeetingFactory(committee=committee, held_on=dt.date(2025, 12, 1))
    late = [
        CommitteeDecisionFactory(
            meeting=before,
            text=f"Décision {rank}",
            due_on=dt.date(2026, 1, 1 + rank),
            responsible="Camille",
        )
        for rank in range(6)
    ]
    CommitteeDecisionFactory(due_on=TODAY)
    CommitteeDecisionFactory(due_on=dt.date(2026, 1, 1), done_on=dt.date(2026, 2, 1))
    told = told_of_programmes(reader(*MEETINGS), today=TODAY)
    found = in_order(told.tasks)
    assert texts(told) == [f"Décision {rank}" for rank in range(6)]
    page = reverse("admin:conventions_decisions")
    assert found[0].url == f"{page}#decision-{late[0].pk}"
    assert found[0].about == "Comité de pilotage, Camille"
    assert plain(found[0].when) == "depuis le 1er janvier 2026"
    assert pages(told) == [("Suites des réunions", page)]
    (coming,) = told.coming
    assert (coming.text, coming.about) == ("Comité de pilotage", "Labourse")
    assert plain(coming.when) == "Jeudi 2 avril 2026, 14 h"
    assert coming.url == address("committeemeeting_change", meeting)
    (figure,) = told.figures
    assert (figure.label, figure.value) == ("décisions à suivre", "7")


def test_a_meeting_of_today_is_still_coming_until_midnight():
    CommitteeMeetingFactory(held_on=TODAY, held_at=dt.time(9))
    (coming,) = told_of_programmes(reader(*MEETINGS), today=TODAY).coming
    ends = timezone.localtime(coming.ends_at)
    assert (ends.date(), ends.time()) == (day(1), dt.time())


def test_committees_with_nothing_late_are_said_to_be_so():
    CommitteeMeetingFactory(held_on=day(3))
    told = told_of_programmes(reader(*MEETINGS), today=TODAY)
    assert (told.tasks, told.quiet) == ([], "Aucune décision n’est en retard.")


def everything(rank):
    """Write a convention that calls for everything, an act that waits, a draft, a late sheet."""
    convention = followed_convention(
        signed=False,
        reference=f"C-{rank}",
        site=SiteFactory(),
        start=dt.date(2025, 1, 26),
        notice_value=15,
        signature_date=dt.date(2026, 1, 20),
    )
    TrackingFactory(commitment=commitment(convention, "remettre"), periodicity="monthly")
    FinancialTermFactory(
        convention=convention, index_name="IRL", index_quarter="2", review_date="01/02"
    )
    closed(convention)
    amendment(convention)
    under_way = ConventionFactory(parent=convention, parent_relation="amendment", rank=2)
    PartySignatureFactory(party=PartyFactory(convention=under_way), sent_on=TODAY)
    ConventionFactory(parent=convention, parent_relation="amendment", rank=3)
    signed_act(number=f"2026 {rank}")
    ActFactory()
    late_programme(f"Contrat {rank}")
    CommitteeDecisionFactory(due_on=day(-1), done_on=None)


@pytest.mark.parametrize("count", [1, 6])
def test_what_is_told_takes_a_fixed_number_of_queries(count, django_assert_max_num_queries):
    for rank in range(count):
        everything(rank)
    user = User.objects.create_superuser("gestionnaire", password="x")
    for tell, most in ((told_of_conventions, 12), (told_of_acts, 6), (told_of_programmes, 5)):
        with django_assert_max_num_queries(most):
            assert len(tell(user, today=TODAY).tasks) >= count


def test_the_page_shows_every_line_whole_with_its_count_and_the_page_of_all(client):
    for rank in range(10):
        in_force(reference=f"C-{rank}", title="Locaux", end=day(10 + rank))
    client.force_login(staff("view_convention"))
    page = shown(client.get(reverse("admin:to_do")))
    card = page[page.index('id="conventions"') :]
    assert "10 choses à faire" in card
    assert card.count('<li class="task">') == 10
    assert f'<a href="{address("digestsubscription_changelist")}">À suivre</a>' in card

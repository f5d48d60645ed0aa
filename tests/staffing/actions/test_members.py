"""Memberships: tied by RPPS alone, left with a reason, opened again, taken out of the directory."""

import datetime as dt

import pytest

from staffing.actions.members import (
    MemberRefused,
    join_again,
    leave,
    tie_member,
    tie_members,
    untie_member,
    withdraw_consent,
)
from staffing.models import Membership
from tests.sites.factories import CommuneFactory, OrganisationFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import CareProviderFactory, MembershipFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 22)
RPPS = "10101201234"


def test_the_same_rpps_number_ties_and_a_second_time_changes_nothing():
    community = CommunityFactory()
    provider = CareProviderFactory(rpps=RPPS)
    row = MembershipFactory(community=community, rpps=RPPS)
    assert tie_members(community=community, by=None, today=TODAY).count == 1
    row.refresh_from_db()
    assert (row.provider, row.version) == (provider, 2)
    assert row.history.first().history_change_reason == "Rapprochement par le numéro RPPS"
    assert tie_members(community=community, by=None, today=TODAY).count == 0
    row.refresh_from_db()
    assert row.version == 2


def test_the_same_name_never_ties_by_itself():
    provider = CareProviderFactory()
    row = MembershipFactory(last_name=provider.last_name, first_name=provider.first_name)
    assert tie_members(community=row.community, by=None, today=TODAY).count == 0
    row.refresh_from_db()
    assert row.provider is None


def test_who_left_the_cpts_is_not_tied_and_other_cpts_are_left_alone():
    CareProviderFactory(rpps=RPPS)
    gone = MembershipFactory(rpps=RPPS, end=dt.date(2025, 12, 31))
    other = MembershipFactory(rpps=RPPS)
    tie_members(community=gone.community, by=None, today=TODAY)
    for row in (gone, other):
        row.refresh_from_db()
        assert row.provider is None


def test_somebody_already_tied_is_told_not_taken():
    community = CommunityFactory()
    provider = CareProviderFactory(rpps=RPPS)
    MembershipFactory(community=community, provider=provider)
    second = MembershipFactory(community=community, rpps=RPPS)
    done = tie_members(community=community, by=None, today=TODAY)
    assert (done.count, done.taken) == (0, [second])


def test_tying_costs_the_same_for_many(django_assert_max_num_queries):
    community = CommunityFactory()
    for number in range(12):
        CareProviderFactory(rpps=f"101012012{number:02}")
        MembershipFactory(community=community, rpps=f"101012012{number:02}")
    with django_assert_max_num_queries(8):
        assert tie_members(community=community, by=None, today=TODAY).count == 12


def test_a_confirmed_name_ties_and_brings_what_is_lacking():
    provider = CareProviderFactory(rpps=RPPS)
    row = MembershipFactory(profession="", rpps="")
    tie_member(membership=row, provider=provider, by=None)
    row.refresh_from_db()
    assert (row.provider, row.rpps, row.profession) == (provider, RPPS, "10")
    untie_member(membership=row, by=None)
    row.refresh_from_db()
    assert row.provider is None


def test_what_cannot_be_the_same_person_is_refused():
    provider = CareProviderFactory(rpps=RPPS)
    community = CommunityFactory()
    held = MembershipFactory(community=community, provider=provider, last_name="Delplanque")
    other_number = MembershipFactory(rpps="10101201235")
    other_profession = MembershipFactory(profession="21")
    organisation = MembershipFactory(
        organisation=OrganisationFactory(), first_name="", last_name="", profession=""
    )
    taken = MembershipFactory(community=community)
    for row, told in (
        (other_number, "RPPS diffèrent"),
        (other_profession, "profession"),
        (organisation, "organisme"),
        (taken, str(held)),
    ):
        with pytest.raises(MemberRefused, match=told):
            tie_member(membership=row, provider=provider, by=None)
        row.refresh_from_db()
        assert row.provider is None


def test_leaving_keeps_the_membership_and_its_reason():
    row = MembershipFactory()
    leave(membership=row, on=TODAY, reason=" Retraite ", by=None)
    row.refresh_from_db()
    assert (row.end, row.leave_reason) == (TODAY, "Retraite")
    with pytest.raises(MemberRefused, match="déjà noté"):
        leave(membership=row, on=TODAY, reason="Encore", by=None)


def test_nobody_leaves_before_joining():
    row = MembershipFactory(start=TODAY)
    with pytest.raises(MemberRefused, match="ne précède pas"):
        leave(membership=row, on=TODAY - dt.timedelta(days=1), reason="Erreur", by=None)
    row.refresh_from_db()
    assert row.end is None


def test_joining_again_is_another_membership_without_role_nor_consent():
    row = MembershipFactory(
        end=dt.date(2025, 12, 31),
        role="president",
        rpps=RPPS,
        commune=CommuneFactory(),
        listed=True,
        consent_on=dt.date(2024, 1, 1),
    )
    again = join_again(membership=row, on=TODAY, by=None)
    assert (again.last_name, again.rpps, again.commune) == (row.last_name, RPPS, row.commune)
    assert (again.start, again.role, again.listed, again.consent_on) == (
        TODAY,
        "member",
        False,
        None,
    )
    row.refresh_from_db()
    assert row.end == dt.date(2025, 12, 31)
    with pytest.raises(MemberRefused, match="déjà une adhésion en cours"):
        join_again(membership=row, on=TODAY, by=None)


def test_joining_again_waits_for_the_end_of_the_first():
    row = MembershipFactory()
    with pytest.raises(MemberRefused, match="encore adhérent"):
        join_again(membership=row, on=TODAY, by=None)
    leave(membership=row, on=TODAY, reason="Choix", by=None)
    with pytest.raises(MemberRefused, match="après ce jour"):
        join_again(membership=row, on=TODAY, by=None)
    assert Membership.objects.count() == 1


def test_a_consent_withdrawn_takes_name_and_contacts_out():
    row = MembershipFactory(listed=True, contacts_listed=True, consent_on=TODAY)
    withdraw_consent(membership=row, by=None)
    row.refresh_from_db()
    assert (row.listed, row.contacts_listed, row.consent_on) == (False, False, None)

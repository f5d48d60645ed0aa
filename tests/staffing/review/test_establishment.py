"""The records become levels, by profession and by site, in two queries."""

import datetime as dt
from decimal import Decimal

import pytest

from staffing.review.establishment import by_profession, establishment, read_records
from staffing.rules.fte import level_on
from tests.sites.factories import SiteFactory
from tests.staffing.factories import (
    AssignmentFactory,
    AssignmentShareFactory,
    PersonFactory,
    PostFactory,
    PostShareFactory,
    PostTargetFactory,
    ProfessionFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 1)
D = Decimal


def midwife():
    return ProfessionFactory(name="sage-femme", plural="sages-femmes")


@pytest.mark.parametrize("by_site", [False, True])
def test_any_number_of_posts_and_people_is_read_in_two_queries(django_assert_num_queries, by_site):
    for _ in range(3):
        post = PostShareFactory(post=PostTargetFactory(fte=2).post).post
        AssignmentShareFactory(assignment=AssignmentFactory(post=post))
        AssignmentFactory(post=post)
    with django_assert_num_queries(2):
        found = establishment(by_site=by_site)
    assert level_on(found.all(), DAY).filled == 3


def test_a_shared_post_is_told_site_by_site_and_the_rest_belongs_to_the_whole_centre():
    post = PostTargetFactory(fte=2).post
    first = PostShareFactory(post=post, percent=25).site
    second = PostShareFactory(post=post, percent=50).site
    found = establishment(by_site=True).by_group
    authorised = {
        site: level_on(found[post.profession_id, site], DAY).authorised
        for site in (first.pk, second.pk, None)
    }
    assert authorised == {first.pk: D("0.5"), second.pk: D(1), None: D("0.5")}


def test_what_an_assignment_gives_a_site_goes_there_and_the_rest_follows_the_post():
    site, other = SiteFactory(), SiteFactory()
    post = PostTargetFactory(post=PostFactory(site=site)).post
    given = AssignmentFactory(post=post, fte=D("0.8"))
    AssignmentShareFactory(assignment=given, site=other, fte=D("0.3"))
    found = establishment(by_site=True)
    here = level_on(found.of_site(site.pk), DAY)
    there = level_on(found.of_site(other.pk), DAY)
    assert (here.filled, here.vacant, there.filled, there.vacant) == (
        D("0.5"),
        D("0.5"),
        D("0.3"),
        0,
    )


def test_whoever_works_on_two_sites_is_one_head_of_the_profession():
    given = AssignmentFactory()
    AssignmentShareFactory(assignment=given)
    found = establishment(by_site=True)
    assert level_on(found.of_profession(given.post.profession_id), DAY).heads == 1
    assert level_on(found.all(), DAY).heads == 1


def test_the_total_counts_people_and_not_the_sum_of_professions(django_assert_num_queries):
    person = PersonFactory()
    doctor = PostTargetFactory().post
    nurse = PostTargetFactory(post=PostFactory(profession=midwife())).post
    AssignmentFactory(person=person, post=doctor)
    AssignmentFactory(person=person, post=nurse)
    with django_assert_num_queries(3):
        rows, together = by_profession(DAY)
    assert [row.level.heads for row in rows] == [1, 1]
    assert (together.heads, together.filled) == (1, D(1))


def test_the_names_of_the_sites_come_with_the_records(django_assert_num_queries):
    named = SiteFactory(name="Robecq")
    PostTargetFactory(post=PostFactory(site=named))
    share = AssignmentShareFactory()
    with django_assert_num_queries(2):
        read = read_records(by_site=True)
    assert read.site_names == {named.pk: "Robecq", share.site_id: share.site.name}

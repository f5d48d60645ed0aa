"""The records that answer: those of the lists the person may open, the best first."""

from urllib.parse import parse_qs, urlsplit

import pytest

from conventions.models import Clause
from csipa.admin.finding.asking import SHOWN
from csipa.admin.finding.declared import findables
from csipa.roles.catalogue import HEAD
from csipa.roles.keeping import group_of, keep_groups
from sites.models import Community
from staffing.models import CareProvider
from tests.admin.factories import UserFactory, factory_of
from tests.admin.finding.asking import agent, ask
from tests.conventions.factories import ActFactory, ConventionFactory
from tests.sites.factories import CommuneFactory, OrganisationFactory, SiteFactory
from tests.sites.factories_territory import CommunityFactory
from tests.staffing.factories_community import CareProviderFactory

pytestmark = pytest.mark.django_db

WORD = "Zirconium"
# The session, the person, their rights and scopes (7), and one query a kind.
MOST_QUERIES = 22
# What is read besides where a kind answers: postal codes, posts held.
LOADED = 2


def every_kind(times=1):
    """Make rows of each kind whose names say the word."""
    for rank in range(times):
        for one in findables():
            fields = {field.name for field in one.model._meta.fields}
            names = {"name", "official_name", "title", "label", "last_name"} & fields
            if one.model is Community:
                body = OrganisationFactory(official_name=f"{WORD} des soins {rank}")
                CommunityFactory(organisation=body)
            elif one.model is CareProvider:
                CareProviderFactory(last_name=WORD, search_key=f"{WORD.lower()} {rank}")
            else:
                factory_of(one.model)(**dict.fromkeys(names, f"{WORD} {one.rank} {rank}"))


def test_nothing_is_found_without_a_right(client):
    agent(client)
    ActFactory(title=f"Locaux de {WORD}")
    assert ask(client, WORD).groups == []


def test_a_right_opens_its_kind_alone(client):
    agent(client, "view_act")
    ActFactory(title=f"Locaux de {WORD}")
    ConventionFactory(title=f"Convention de {WORD}")
    assert [group.title for group in ask(client, WORD).groups] == ["Actes"]


def test_who_may_change_without_seeing_alone_finds_too(client):
    """Django lets whoever may change a row see it."""
    agent(client, "change_act")
    ActFactory(title=f"Locaux de {WORD}")
    assert ask(client, WORD).groups


def test_number_comes_before_the_words(admin_client):
    ActFactory(title="Suite de la décision 2026 015")
    act = ActFactory(number="2026 015", year=2026, title="Locaux de l’antenne")
    ActFactory(number="2026 0151", year=2026, title="Autre chose")
    for typed in ("2026 015", "2026-015", "n° 2026_015", "décision 2026 015"):
        lines = next(g for g in ask(admin_client, typed).groups if g.title == "Actes").lines
        assert lines[0].url.endswith(f"/{act.pk}/change/"), typed
        assert len(lines) == 3, typed


def test_kind_that_answers_best_comes_first(admin_client):
    ConventionFactory(title="Convention avec la commune de Robecq-le-Vieux")
    CommuneFactory(name="Robecq-le-Vieux")
    assert ask(admin_client, "robecq le vieux").groups[0].title == "Communes"


def test_kind_that_is_named_comes_first(admin_client):
    ConventionFactory(title="Locaux de Robecq-le-Vieux")
    CommuneFactory(name="Robecq-le-Vieux")
    groups = ask(admin_client, "convention robecq le vieux").groups
    assert [group.title for group in groups] == ["Conventions"]


@pytest.mark.parametrize(
    "typed",
    ["saint eloi", "ST ELOI", "éloi saint", "Saint-Éloi", "l’éloi"],
)
def test_spelling_does_not_count(admin_client, typed):
    ActFactory(title="Bail de la maison St-Éloi")
    SiteFactory(name="Saint-Éloi")
    groups = {group.title for group in ask(admin_client, typed).groups}
    assert {"Actes", "Sites"} <= groups


def test_few_are_shown_and_the_list_shows_the_others(admin_client):
    for rank in range(SHOWN + 2):
        OrganisationFactory(official_name=f"association {WORD} {rank}")
    (group,) = ask(admin_client, f"asso {WORD}").groups
    assert len(group.lines) == SHOWN
    assert group.total == SHOWN + 2
    page = admin_client.get(group.list_url)
    assert page.context["cl"].result_count == group.total


def of_each_kind(client):
    """Return what each kind answers when it is named with the word."""
    for one in findables():
        typed = f"{one.called.split()[0]} {WORD}"
        yield one, next(g for g in ask(client, typed).groups if g.title == one.title)


def test_list_of_each_kind_finds_as_many(admin_client):
    """What a kind says it found is what its list shows, with the filters it begins with."""
    every_kind(2)
    for one, group in of_each_kind(admin_client):
        page = admin_client.get(group.list_url)
        assert page.context["cl"].result_count == group.total >= 2, one.title
        assert parse_qs(urlsplit(group.list_url).query)["q"] == [WORD.lower()]


def test_every_line_leads_to_its_page(admin_client):
    every_kind()
    for one, group in of_each_kind(admin_client):
        for line in group.lines:
            assert WORD.lower() in f"{line.title} {line.about}".lower(), line
            assert admin_client.get(line.url).status_code == 200, one.title


def test_library_answers_when_it_is_named_alone(admin_client):
    factory_of(Clause)(name=f"Durée {WORD}")
    assert not ask(admin_client, WORD).groups
    assert [group.title for group in ask(admin_client, f"clause {WORD}").groups] == ["Clauses"]


def head(client):
    """Log in somebody of the widest role, whose rights are read as anybody’s."""
    keep_groups()
    user = UserFactory()
    user.groups.add(group_of(HEAD))
    client.force_login(user)
    ask(client, "rien de tel")  # what a process reads once


def test_answer_takes_few_queries(client, django_assert_max_num_queries):
    head(client)
    with django_assert_max_num_queries(MOST_QUERIES):
        ask(client, WORD)


def test_number_of_queries_does_not_follow_the_rows(client, django_assert_max_num_queries):
    """Every kind at once, former names and all that is told of each line."""
    head(client)
    every_kind(SHOWN + 1)
    with django_assert_max_num_queries(MOST_QUERIES + LOADED):
        groups = ask(client, WORD).groups
    wanted = [one.title for one in findables() if not one.only_named]
    assert sorted(group.title for group in groups) == sorted(wanted)
    assert all(group.total > SHOWN for group in groups)

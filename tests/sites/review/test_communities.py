"""The board of a CPTS on a day, and what it calls for; facts of the documents."""

import datetime as dt

import pytest

from sites.models import MissionIndicator
from sites.review.communities import board_of, communities_of, sites_within
from sites.review.community_duties import Urgency, duties_of
from sites.rules.mission_states import MissionState
from sites.rules.tracked import Reach
from tests.sites.factories import (
    CommuneFactory,
    OrganisationFactory,
    RepresentativeFactory,
    SiteFactory,
    TerritoryCommuneFactory,
    TerritoryFactory,
)
from tests.sites.factories_territory import (
    CommunePopulationFactory,
    CommunityFactory,
    CommunityMissionFactory,
    FigureFactory,
    MissionIndicatorFactory,
    MissionValueFactory,
)
from tests.sites.val_de_lys import POPULATION, commune_of, val_de_lys_romane

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 9, 1)
CORE = ("access", "pathways", "prevention", "crises")


def said(duties):
    return [one.sentence.replace("\u00a0", " ") for one in duties]


def complete(**values):
    """Return a CPTS that calls for nothing on TODAY."""
    values = {
        "agreement_on": dt.date(2024, 1, 15),
        "agreement_until": dt.date(2029, 1, 14),
        **values,
    }
    community = CommunityFactory(**values)
    commune = CommuneFactory()
    TerritoryCommuneFactory(territory=community.territory, commune=commune)
    CommunePopulationFactory(commune=commune, municipal=45_922)
    RepresentativeFactory(organisation=community.organisation, capacity="président")
    for code in CORE:
        mission = CommunityMissionFactory(
            community=community,
            mission=code,
            start=dt.date(2024, 1, 15),
            started_on=dt.date(2024, 6, 1),
            deployed_on=dt.date(2025, 1, 1),
        )
        indicator = MissionIndicatorFactory(mission=mission)
        MissionValueFactory(indicator=indicator, as_of=dt.date(2026, 6, 30))
    return community


def test_a_cpts_in_order_calls_for_nothing():
    assert duties_of(board_of(complete(), day=TODAY)) == []


def test_an_agreement_that_ends_within_a_year_is_told_with_the_days_left():
    board = board_of(complete(agreement_until=dt.date(2027, 1, 19)), day=TODAY)
    (duty,) = duties_of(board)
    assert duty.urgency is Urgency.SOON
    assert "se termine le 19 janvier 2027, dans 140 jours" in said([duty])[0]
    assert board.steps[-1].aside.replace("\u00a0", " ") == "encore 140 jours"


def test_an_agreement_over_comes_first():
    board = board_of(complete(agreement_until=dt.date(2026, 8, 31)), day=TODAY)
    assert not board.has_agreement
    duty = duties_of(board)[0]
    assert duty.urgency is Urgency.LATE
    assert "a pris fin le 31 août 2026" in said([duty])[0]


def test_the_last_day_of_an_agreement_still_belongs_to_it():
    board = board_of(complete(agreement_until=TODAY), day=TODAY)
    assert board.has_agreement
    assert board.steps[-1].aside == "dernier jour"


def test_a_mission_late_is_told_before_what_is_merely_to_do():
    community = complete()
    community.missions.filter(mission="access").update(started_on=None, deployed_on=None)
    MissionIndicator.objects.filter(mission__mission="pathways").delete()
    late, to_do = duties_of(board_of(community, day=TODAY))
    assert said([late]) == [
        "Accès aux soins : démarrage en retard, attendu pour le 15 juillet 2024."
    ]
    assert "aucun indicateur" in to_do.sentence


def test_an_indicator_without_a_value_for_more_than_a_year_is_told():
    community = complete()
    board = board_of(community, day=dt.date(2027, 7, 1))
    stale = [one for one in duties_of(board) if one.place == "values"]
    assert len(stale) == 4
    assert "la dernière valeur date du 30 juin 2026" in said(stale)[0]


def test_an_indicator_late_on_its_target_is_told():
    community = complete()
    indicator = MissionIndicator.objects.get(mission__mission="access")
    indicator.target, indicator.target_on = 400, dt.date(2026, 6, 30)
    indicator.save()
    board = board_of(community, day=TODAY)
    assert board.missions[0].indicators[0].judged.reach is Reach.LATE
    assert (
        "la cible (au moins 400 pour le 30 juin 2026) n’est pas atteinte"
        in said(duties_of(board))[0]
    )


def test_a_core_mission_that_nobody_took_is_told_once_the_agreement_is_signed():
    community = complete()
    community.missions.filter(mission="crises").delete()
    assert said(duties_of(board_of(community, day=TODAY))) == [
        "Mission socle à prendre : réponse aux crises sanitaires graves."
    ]
    unsigned = board_of(complete(agreement_on=None, agreement_until=None), day=TODAY)
    assert not any("Mission socle" in one for one in said(duties_of(unsigned)))


def test_a_new_cpts_is_told_how_to_go_on():
    community = CommunityFactory()
    places = {one.place for one in duties_of(board_of(community, day=TODAY))}
    assert places == {"organisation", "communes"}


def test_quercy_garonne_plans_three_core_missions_for_january_2022():
    community = CommunityFactory(territory=TerritoryFactory(name="Quercy-Garonne"))
    for code in CORE[:3]:
        CommunityMissionFactory(community=community, mission=code, start=dt.date(2022, 1, 1))
    board = board_of(community, day=dt.date(2021, 12, 14))
    assert board.missions_words.startswith("Trois missions socles")
    assert [line.standing.state for line in board.missions] == [MissionState.COMING] * 3
    assert (board.core_taken, board.core_missing) == (0, [])
    later = board_of(community, day=dt.date(2022, 4, 1))
    assert (later.core_taken, later.missions_words[:6]) == (3, "Quatre")
    assert [rule.code.value for rule in later.core_missing] == ["crises"]


def test_pantin_presents_its_project_in_2018_and_signs_in_2019():
    community = CommunityFactory(
        project_on=dt.date(2018, 2, 1),
        agreement_on=dt.date(2019, 9, 1),
    )
    early = board_of(community, day=dt.date(2018, 6, 1))
    done = {step.label: step.is_done for step in early.steps}
    assert done["Projet de santé présenté"]
    assert not done["Contrat (ACI) signé"]
    assert not early.has_agreement
    assert board_of(community, day=dt.date(2020, 1, 1)).has_agreement


def test_lievin_was_thought_of_in_2016_and_counts_seventy_thousand_inhabitants():
    community = CommunityFactory(
        idea_on=dt.date(2016, 1, 1),
        organisation=OrganisationFactory(official_name="CPTS de Liévin-Pays d’Artois"),
    )
    FigureFactory(territory=community.territory, value=70_000, precision="about")
    RepresentativeFactory(
        organisation=community.organisation,
        first_name="Sophie",
        last_name="Sergent",
        gender="f",
        capacity="président",
        start=None,
    )
    board = board_of(community, day=dt.date(2018, 5, 23))
    assert board.steps[0].said == "en 2016"
    assert board.size.size.text == "taille 2"
    assert "chiffre énoncé" in board.size.remark
    assert [one.agreed_capacity for one in board.in_office] == ["présidente"]
    assert board.missions_words.startswith("L’accord ne définit de missions que depuis")


def test_who_left_office_is_kept_apart():
    community = complete()
    RepresentativeFactory(organisation=community.organisation, end=dt.date(2025, 12, 31))
    board = board_of(community, day=TODAY)
    assert (len(board.in_office), len(board.formerly)) == (1, 1)


def test_the_sites_of_a_cpts_are_those_of_its_communes():
    community = CommunityFactory()
    inside, outside = CommuneFactory(), CommuneFactory()
    TerritoryCommuneFactory(territory=community.territory, commune=inside)
    norrent = SiteFactory(commune=inside, name="Norrent-Fontes")
    labourse = SiteFactory(commune=outside, name="Labourse")
    assert list(sites_within(community, day=TODAY)) == [norrent]
    assert list(communities_of(norrent, day=TODAY)) == [community]
    assert list(communities_of(labourse, day=TODAY)) == []


def test_a_site_may_have_two_cpts_and_a_closed_site_none():
    commune = CommuneFactory()
    two = CommunityFactory.create_batch(2)
    for one in two:
        TerritoryCommuneFactory(territory=one.territory, commune=commune)
    site = SiteFactory(commune=commune, opened_on=dt.date(2024, 6, 3))
    assert set(communities_of(site, day=TODAY)) == set(two)
    site.closed_on = TODAY
    site.save()
    assert list(sites_within(two[0], day=TODAY)) == []


def test_a_value_of_a_later_day_is_not_on_the_board():
    community = complete()
    indicator = MissionIndicator.objects.get(mission__mission="access")
    MissionValueFactory(indicator=indicator, as_of=dt.date(2026, 12, 31), value=999)
    line = board_of(community, day=TODAY).missions[0].indicators[0]
    assert [one.as_of for one in line.values] == [dt.date(2026, 6, 30)]


def test_the_board_takes_as_many_queries_however_much_there_is(django_assert_num_queries):
    community = complete()
    for mission in community.missions.all():
        for indicator in MissionIndicatorFactory.create_batch(3, mission=mission):
            MissionValueFactory(indicator=indicator)
    community = type(community).objects.select_related("organisation", "territory").get()
    with django_assert_num_queries(8):
        duties_of(board_of(community, day=TODAY))


def test_val_de_lys_romane_has_32_communes_the_size_two_and_two_sites():
    community = val_de_lys_romane()
    for code, name in (
        ("62620", "Norrent-Fontes"),
        ("62713", "Robecq"),
        ("62480", "Labourse"),
        ("62366", "Gauchin-Légal"),
    ):
        SiteFactory(commune=commune_of(code, name), name=name)
    board = board_of(community, day=TODAY)
    assert len(board.size.communes) == 32
    assert (board.size.population, board.size.size.text) == (POPULATION, "taille 2")
    assert board.size.warning == ""
    assert [one.name for one in board.sites] == ["Norrent-Fontes", "Robecq"]

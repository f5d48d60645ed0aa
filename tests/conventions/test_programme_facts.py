"""What five papers say of health contracts and action sheets, entered once and read from each."""

import datetime as dt

import pytest

from conventions.actions.objectives import set_objectives
from conventions.actions.programmes import carry_over
from conventions.models import ProgrammeKind
from conventions.review.programme_parties import parties_of
from conventions.review.programme_tree import read_tree
from conventions.review.sheet_sites import facts_of
from conventions.review.sheets_of import sheets_by_mission, sheets_of_organisation
from conventions.rules.programme_lines import read_lines
from tests.conventions.factories import ConventionFactory, PartyFactory
from tests.conventions.factories_programmes import (
    ActionSheetFactory,
    AxisFactory,
    ProgrammeFactory,
    SheetIndicatorFactory,
    SheetMissionFactory,
    SheetPartnerFactory,
    SheetPlaceFactory,
    SheetValueFactory,
)
from tests.sites.factories import OrganisationFactory, SiteFactory
from tests.sites.factories_territory import CommunityFactory, CommunityMissionFactory

pytestmark = pytest.mark.django_db


def axes(programme, *titles):
    return [
        AxisFactory(programme=programme, position=rank, code=str(rank), title=title)
        for rank, title in enumerate(titles, start=1)
    ]


def test_castelsarrasin_one_sheet_serves_the_cls_the_clsm_and_a_mission_entered_once():
    """APAS 82, December 2021: sheets of the health centre in the CLS, the CLSM and the CPTS."""
    today = dt.date(2021, 12, 14)
    centre = OrganisationFactory(official_name="APAS 82", kind="association")
    cls = ProgrammeFactory(name="CLS « Terres des Confluences »", start=dt.date(2018, 1, 1))
    clsm = ProgrammeFactory(kind=ProgrammeKind.CLSM, name="CLSM « Terres des Confluences »")
    community = CommunityFactory(organisation__official_name="CPTS Quercy-Garonne")
    prevention = CommunityMissionFactory(
        community=community, mission="prevention", start=dt.date(2022, 1, 1)
    )
    CommunityMissionFactory(community=community, mission="access", start=dt.date(2022, 1, 1))
    vaccines = ActionSheetFactory(
        title="Vaccination mobile auprès des publics précaires",
        pilot=centre,
        start=dt.date(2021, 1, 1),
        end=dt.date(2021, 12, 31),
        place="Centre de santé, partenaires et bureau itinérant",
    )
    fragility = ActionSheetFactory(title="Repérage de la fragilité des aînés", pilot=centre)
    SheetPlaceFactory(sheet=vaccines, programme=cls, number="1")
    SheetPlaceFactory(sheet=fragility, programme=cls, number="2")
    SheetPlaceFactory(sheet=fragility, programme=clsm, number="1")
    SheetMissionFactory(sheet=fragility, mission=prevention)
    screened = SheetIndicatorFactory(sheet=fragility, name="Personnes repérées")
    SheetValueFactory(indicator=screened, value=120, as_of=dt.date(2021, 11, 30))

    seen = [entry.sheet for one in (cls, clsm) for entry in read_tree(one, today=today).entries]
    by_mission = {str(one.mission): one.sheets for one in sheets_by_mission(community, today=today)}
    assert [sheet.row.title for sheet in seen] == [vaccines.title, fragility.title, fragility.title]
    (served,) = by_mission["actions territoriales de prévention"]
    assert by_mission["accès aux soins"] == []
    # One row, one indicator, one value, wherever it is read from.
    assert {sheet.row.pk for sheet in seen[1:]} | {served.row.pk} == {fragility.pk}
    assert {sheet.measures[0].latest for sheet in (*seen[1:], served)} == {"120"}
    assert len(sheets_of_organisation(centre, today=today).piloted) == 2


PANTIN = (
    "Coordination des soins",
    "Violences faites aux femmes",
    "Maintien à domicile",
    "Perte d’autonomie",
)


def test_pantin_four_themes_are_sheets_of_the_cls_and_of_the_cpts():
    today = dt.date(2020, 1, 1)
    city = OrganisationFactory(official_name="ville de Pantin")
    association = OrganisationFactory(official_name="CPTS de Pantin", kind="cpts")
    community = CommunityFactory(organisation=association, agreement_on=dt.date(2019, 1, 1))
    contract = ConventionFactory(kind="cls")
    for rank, party in enumerate((city, association), start=1):
        PartyFactory(convention=contract, organisation=party, position=rank)
    cls = ProgrammeFactory(name="CLS de Pantin", convention=contract)
    project = ProgrammeFactory(kind="cpts", name="Projet de la CPTS", community=community)
    for rank, title in enumerate(PANTIN, start=1):
        sheet = ActionSheetFactory(title=title, pilot=city)
        SheetPartnerFactory(sheet=sheet, organisation=association, name="")
        for programme in (cls, project):
            SheetPlaceFactory(sheet=sheet, programme=programme, number=str(rank), position=rank)
    for programme in (cls, project):
        tree = read_tree(programme, today=today)
        assert [entry.sheet.row.title for entry in tree.entries] == list(PANTIN)
        assert tree.summary.replace("\u00a0", " ") == "4 fiches-actions"
    assert len(sheets_of_organisation(association, today=today).partnered) == 4
    # The CPTS signs the CLS.
    names = [line.name for line in parties_of(contract).signatories]
    assert names == ["Ville de Pantin", "CPTS de Pantin"]


def test_champigny_its_cls_of_2018_provides_for_a_cpts():
    cls = ProgrammeFactory(name="CLS de Champigny-sur-Marne", start=dt.date(2018, 1, 1))
    attractive, _, _ = axes(
        cls, "Attractivité du territoire", "Coopération dans les parcours", "Prévention"
    )
    SheetPlaceFactory(
        sheet=ActionSheetFactory(title="Création d’une CPTS", start=dt.date(2018, 1, 1)),
        programme=cls,
        axis=attractive,
        number="1.1",
    )
    tree = read_tree(cls, today=dt.date(2018, 6, 1))
    assert [str(node.row) for node in tree.axes] == [
        "1. Attractivité du territoire",
        "2. Coopération dans les parcours",
        "3. Prévention",
    ]
    assert [entry.sheet.row.title for entry in tree.axes[0].entries] == ["Création d’une CPTS"]


def test_bethune_the_second_contract_follows_the_first_in_three_axes():
    first = ProgrammeFactory(
        name="CLS 1",
        start=dt.date(2020, 2, 14),
        end=None,
        signed_on=dt.date(2020, 2, 14),
    )
    stakes = axes(
        first,
        "Attractivité médicale",
        "Prévention auprès des 6-25 ans",
        "Parcours des personnes vulnérables",
    )
    kept = SheetPlaceFactory(
        programme=first, axis=stakes[0], sheet__title="Accueil des internes", number="1"
    )
    second = ProgrammeFactory(name="CLS 2", start=dt.date(2025, 1, 1), end=None)
    behaviours, reaching, doctors = axes(
        second, "Comportements favorables à la santé", "Aller vers", "Démographie médicale"
    )
    typed = ["Médiation en santé dans les communes de moins de 2 000 habitants"]
    set_objectives(axis=reaching, wanted=read_lines(typed, axis="2"), by=None)
    carry_over(source=first, into=second, axes=False, sheets=[kept.sheet_id], by=None)
    tree = read_tree(second, today=dt.date(2025, 6, 1))
    assert [node.row for node in tree.axes] == [behaviours, reaching, doctors]
    assert str(tree.axes[1].objectives[0].row).startswith("2.1 Médiation en santé")
    # The axes changed: the sheet comes without one, to be placed by hand.
    assert [entry.sheet.row for entry in tree.loose] == [kept.sheet]
    second.refresh_from_db()
    assert second.previous == first
    assert first.signed_on == dt.date(2020, 2, 14)


def test_the_roadmap_counts_twelve_actions_of_which_the_centre_shows_its_real_figures():
    today = dt.date(2025, 9, 1)
    centre = SiteFactory(name="Labourse", kind="centre", opened_on=dt.date(2024, 6, 1))
    for name, opened, planned in (
        ("Norrent-Fontes", dt.date(2024, 6, 1), None),
        ("Gauchin-Légal", dt.date(2025, 2, 1), None),
        ("Robecq", None, dt.date(2025, 12, 31)),
    ):
        SiteFactory(name=name, kind="antenna", parent=centre, opened_on=opened, planned_on=planned)
    roadmap = ProgrammeFactory(kind="roadmap", name="Feuille de route démographie médicale")
    for rank in range(1, 13):
        SheetPlaceFactory(
            programme=roadmap,
            sheet=ActionSheetFactory(site=centre if rank == 1 else None),
            number=str(rank),
            position=rank,
        )
    tree = read_tree(roadmap, today=today)
    assert [entry.place.number for entry in tree.entries] == [str(n) for n in range(1, 13)]
    facts = facts_of([tree.entries[0].sheet.row.site], today=today)[centre.pk]
    assert facts.opened.replace("\u00a0", " ") == "ouvert le 1er juin 2024"
    assert facts.antennas.text.replace("\u00a0", " ") == "2 antennes ouvertes"
    assert [one.sentence.replace("\u00a0", " ") for one in facts.antennas.inputs] == [
        "Norrent-Fontes : ouverte le 1er juin 2024",
        "Gauchin-Légal : ouverte le 1er février 2025",
        "Robecq : ouverture prévue le 31 décembre 2025",
    ]

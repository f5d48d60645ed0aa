"""Populations written from a file: added, changed, the same; all or nothing unless told."""

import pytest
from django.contrib.auth.models import User

from sites.actions.populations import PopulationsChanged, import_populations
from sites.models import CommunePopulation
from sites.review.population_import import plan_populations
from sites.rules.csv_files import FaultyFile, LineFault
from sites.rules.populations_csv import PopulationLine
from tests.sites.factories import CommuneFactory
from tests.sites.factories_territory import CommunePopulationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(population=900, population_year=2022)


def line(commune, year=2023, municipal=1000, total=None, number=2):
    return PopulationLine(number, commune.pk, year, municipal, total)


def test_populations_are_added_and_the_commune_takes_the_latest(commune):
    person = User.objects.create_user("camille")
    lines = [line(commune), line(commune, 2019, 950, 960, 3)]
    done = import_populations(lines=lines, source="INSEE", by=person)
    assert (done.added, done.changed, done.communes) == (2, 0, 1)
    commune.refresh_from_db()
    assert (commune.population, commune.population_year) == (1000, 2023)
    history = commune.populations.get(year=2023).history.get()
    assert (history.history_user, history.history_change_reason) == (
        person,
        "Import de populations",
    )


def test_older_census_leaves_the_population_of_the_commune(commune):
    import_populations(lines=[line(commune, 2018)])
    commune.refresh_from_db()
    assert (commune.population, commune.population_year) == (900, 2022)


def test_same_file_twice_changes_nothing(commune):
    lines = [line(commune, total=1010)]
    import_populations(lines=lines)
    before = CommunePopulation.history.count() + commune.history.count()
    done = import_populations(lines=lines)
    assert (done.added, done.changed, done.unchanged, done.communes) == (0, 0, 1, 0)
    assert CommunePopulation.history.count() + commune.history.count() == before


def test_corrected_figure_replaces_the_one_before(commune):
    row = CommunePopulationFactory(commune=commune, municipal=1000, total=1010)
    done = import_populations(lines=[line(commune, municipal=1005)], source="Rectificatif")
    row.refresh_from_db()
    assert (done.changed, row.municipal, row.total, row.source) == (1, 1005, 1010, "Rectificatif")


def test_total_that_became_too_small_goes(commune):
    row = CommunePopulationFactory(commune=commune, municipal=1000, total=1010)
    import_populations(lines=[line(commune, municipal=1020)])
    row.refresh_from_db()
    assert row.total is None


def test_bad_line_stops_everything_unless_it_is_left_out(commune):
    lines = [line(commune), PopulationLine(3, "99999", 2023, 10, None)]
    with pytest.raises(FaultyFile, match="aucune commune connue"):
        import_populations(lines=lines)
    assert not CommunePopulation.objects.filter(commune=commune).exists()
    done = import_populations(lines=lines, faults=[LineFault(4, "mauvaise.")], only_good=True)
    assert done.added == 1


def test_plan_that_is_no_longer_true_is_not_written(commune):
    lines = [line(commune)]
    digest = plan_populations(lines).digest
    CommunePopulationFactory(commune=commune, municipal=7)
    with pytest.raises(PopulationsChanged):
        import_populations(lines=lines, digest=digest)


def test_long_file_asks_few_queries(django_assert_max_num_queries):
    lines = [line(CommuneFactory(), number=rank) for rank in range(40)]
    with django_assert_max_num_queries(2):
        plan_populations(lines)

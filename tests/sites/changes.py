"""A centre whose manager, place and president may change."""

import datetime as dt

from tests.sites.factories import OrganisationFactory, RepresentativeFactory, SiteFactory

OPENED = dt.date(2024, 6, 3)


def agglomeration_centre(**fields):
    """Return the centre of Labourse, managed by an agglomeration over which a man presides."""
    manager = OrganisationFactory(
        agglomeration=True, commune_id="62119", seat_address="100 avenue de Londres"
    )
    RepresentativeFactory(
        organisation=manager,
        first_name="Paul",
        last_name="Leroy",
        gender="m",
        start=dt.date(2020, 7, 8),
    )
    place = {
        "name": "Labourse",
        "commune_id": "62480",
        "address": "12 rue de la Gare",
        "postal_code": "62113",
        "opened_on": OPENED,
    }
    return SiteFactory(manager=manager, **{**place, **fields})


def date_history(row, moment):
    """Date every row of a history."""
    row.history.update(history_date=moment)


def moved(row, moment):
    """Save a row as if it were done at a given moment."""
    row._history_date = moment
    row.save()
    del row._history_date

"""Two colleagues at work, and an act they both edit."""

import pytest
from django.test import Client

from tests.admin.factories import UserFactory


def _logged_in(**values):
    client = Client()
    client.force_login(UserFactory(is_superuser=True, **values))
    return client


@pytest.fixture
def camille(db):
    """The first of two people who may do everything."""
    return _logged_in(username="camille", first_name="Camille", last_name="Durand")


@pytest.fixture
def dominique(db):
    """The second."""
    return _logged_in(username="dominique", first_name="Dominique", last_name="Leroy")

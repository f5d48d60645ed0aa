"""People who log in, with passwords that a test hashes quickly."""

import pytest
from django.contrib.auth.models import User

PASSWORD = "pommier-vert-1889"


@pytest.fixture
def camille(db):
    """Somebody who works in the back office."""
    return User.objects.create_superuser(
        "camille", "camille@exemple.test", PASSWORD, first_name="Camille", last_name="Renard"
    )


@pytest.fixture
def knock(client):
    """Return a function that sends the login form."""

    def send(username="camille", password=PASSWORD, address="127.0.0.1", **headers):
        fields = {"username": username, "password": password}
        return client.post("/admin/login/", fields, REMOTE_ADDR=address, headers=headers)

    return send

"""Strictness of the whole suite: no network, plain static files, fast password hashing."""

import hypothesis
import pytest
from django.conf import settings

# A loaded machine is no fault of the code.
hypothesis.settings.register_profile("csipa", deadline=None)
hypothesis.settings.load_profile("csipa")


@pytest.fixture(autouse=True, scope="session")
def _plain_storage():
    """Serve static files under their own names: nothing is collected for a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.STATIC_ROOT = settings.STATICFILES_DIRS[0]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

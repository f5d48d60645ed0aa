"""A certificate to sign with, for the tests of seals."""

from functools import partial

import pytest

from tests.pdf.signing_files import configure


@pytest.fixture
def certificate(settings, tmp_path):
    """Configure a certificate; call it for another one."""
    configure(settings, tmp_path)
    return partial(configure, settings, tmp_path)

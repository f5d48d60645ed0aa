"""The references that conventions may take."""

import pytest

from conventions.review.references import next_reference
from tests.conventions.factories import ConventionFactory

pytestmark = pytest.mark.django_db


def test_the_next_reference_follows_the_last_of_the_year():
    assert next_reference(year=2026) == "CSIPA-2026-01"
    for reference in ("CSIPA-2026-02", "CSIPA-2026-9", "CSIPA-2026-11/A1", "CSIPA-2025-40", "X"):
        ConventionFactory(reference=reference)
    assert next_reference(year=2026) == "CSIPA-2026-10"
    ConventionFactory(reference="CSIPA-2026-100")
    assert next_reference(year=2026) == "CSIPA-2026-101"

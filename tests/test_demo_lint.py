"""The demonstration is an example to follow: reading it again points out nothing, anywhere."""

import datetime as dt

import pytest

from conventions.models import Act, Convention
from conventions.review.findings import findings_of
from csipa.demo.build import Demonstration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]
TODAY = dt.date(2026, 11, 1)


def test_nothing_is_pointed_out_in_the_demonstration():
    Demonstration(now=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)).build()
    texts = [*Act.objects.all(), *Convention.objects.all()]
    assert len(texts) >= 5
    told = {str(text): findings_of(text, on=TODAY) for text in texts}
    assert {name: found for name, found in told.items() if found} == {}

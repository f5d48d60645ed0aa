"""Secrets of private addresses, and the answer that a calendar goes in."""

import icalendar
import pytest

from csipa.calendars import etag_of, new_calendar, private_calendar_response
from csipa.private_addresses import hash_of, new_secret


def test_a_secret_is_long_enough_and_never_the_same():
    secrets = {new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(one) >= 43 and "/" not in one for one in secrets)


def test_the_hash_of_a_secret_is_no_way_back_to_it():
    secret = new_secret()
    assert hash_of(secret) == hash_of(secret)
    assert len(hash_of(secret)) == 64
    assert secret not in hash_of(secret)


def test_a_calendar_says_its_name_and_how_often_it_is_to_be_read():
    content = new_calendar(name="Séances", product="-//CSIPA//FR").to_ical()
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["X-WR-CALNAME"] == "Séances"
    assert calendar["VERSION"] == "2.0"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in content


@pytest.mark.parametrize(("content", "status"), [(b"same", 304), (b"other", 200)])
def test_what_did_not_change_is_not_sent_again(rf, content, status):
    request = rf.get("/", headers={"if-none-match": etag_of(b"same")})
    response = private_calendar_response(request, content, name="x.ics")
    assert response.status_code == status

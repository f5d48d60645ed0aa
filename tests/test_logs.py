"""Lines of the journals: one event each, no secret, and their number."""

import json
import logging
import sys

import pytest
from django.conf import settings

from csipa.logs import Belonging, HideSecrets, Json, OneLine, belonging_to


def line(message, *args, formatter, error=None):
    record = logging.LogRecord("csipa.essai", logging.INFO, __file__, 1, message, args, error)
    for one in (HideSecrets(), Belonging()):
        one.filter(record)
    return formatter.format(record)


def text():
    form = settings.LOGGING["formatters"]["text"]
    return OneLine(form["format"], style=form["style"])


def as_json():
    form = settings.LOGGING["formatters"]["json"]
    return Json(form["format"], style=form["style"])


@pytest.mark.parametrize("forged", ["a\nINFO faux", "a\r\nb", "a\x1b[2Jb", "a\u2028b", "a\x00b"])
def test_what_comes_from_outside_never_starts_another_line(forged):
    for formatter in (text(), as_json()):
        told = line("Reçu : %s", forged, formatter=formatter)
        assert len(told.splitlines()) == 1
        assert "\x1b" not in told


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("GET /agenda/SECRETMOT.ics 200", "SECRETMOT"),
        ("GET /seances/SECRETMOT.ics 200", "SECRETMOT"),
        ("GET /compte/password/reset/key/SECRETMOT/ 200", "SECRETMOT"),
        ("GET /compte/invitation/SECRETMOT/ 200", "SECRETMOT"),
        ("could not reach postgres://csipa:SECRETMOT@127.0.0.1/csipa", "SECRETMOT"),
        ("could not reach smtp+tls://csipa:SECRETMOT@mail/", "SECRETMOT"),
    ],
)
@pytest.mark.parametrize("formatter", [text, as_json])
def test_what_opens_a_door_is_not_written(formatter, said, secret):
    assert secret not in line(said, formatter=formatter())
    assert secret not in line("Dit : %s", said, formatter=formatter())
    try:
        raise ValueError(said)
    except ValueError:
        assert secret not in line("Erreur", formatter=formatter(), error=sys.exc_info())


def test_a_line_for_tools_says_when_who_and_for_what():
    with belonging_to("job-7", 42):
        told = json.loads(line("Fait : %s", "tout", formatter=as_json()))
    assert told["message"] == "Fait : tout"
    assert (told["request_id"], told["account"]) == ("job-7", 42)
    assert told["level"] == "INFO"
    assert told["logger"] == "csipa.essai"
    assert told["time"].endswith("+00:00")


def test_a_line_for_people_carries_the_number_of_its_request():
    with belonging_to("abc"):
        assert "INFO csipa.essai [abc] Fait" in line("Fait", formatter=text())

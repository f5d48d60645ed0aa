"""Each request has a number, on its journal lines, in its answer and on the page of an error."""

import logging
import re

import pytest
from django.test import Client
from django.urls import path

from csipa.logs import account, belonging_to, request_id
from csipa.operation.requests import HEADER

pytestmark = pytest.mark.django_db


def broken(_request):
    raise ZeroDivisionError("secret d’atelier")


urlpatterns = [path("casse/<str:secret>/", broken)]
handler500 = "csipa.operation.errors.server_error"


def lines(caplog, name="csipa.access"):
    return [record for record in caplog.records if record.name == name]


def test_an_answer_carries_its_number_and_the_next_one_another(client):
    one, other = (client.get("/robots.txt")[HEADER] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{32}", one)
    assert one != other


def test_the_number_of_a_stranger_is_ignored_and_that_of_our_proxy_is_taken(client, settings):
    given = {"X-Request-ID": "proxy-0123456789"}
    assert client.get("/robots.txt", headers=given)[HEADER] != "proxy-0123456789"
    settings.BEHIND_PROXY = True
    assert client.get("/robots.txt", headers=given)[HEADER] == "proxy-0123456789"


@pytest.mark.parametrize("forged", ["a\tb" * 5, "x" * 65, "court", "<script>alert(1)</script>"])
def test_a_number_that_is_none_is_replaced(client, settings, forged):
    settings.BEHIND_PROXY = True
    assert client.get("/robots.txt", headers={"X-Request-ID": forged})[HEADER] != forged


def test_a_line_names_the_route_and_never_what_fills_it(client, caplog):
    with caplog.at_level(logging.INFO, "csipa.access"):
        client.get("/agenda/un-tres-long-secret.ics?jeton=autre-secret")
    (line,) = lines(caplog)
    assert line.route == "/agenda/<str:secret>.ics"
    assert line.status == 404
    assert "secret.ics" not in line.getMessage().replace("<str:secret>.ics", "")


@pytest.mark.urls("tests.operation.test_requests")
def test_the_page_of_an_error_gives_the_number_and_nothing_else(caplog):
    client = Client(raise_request_exception=False)
    answer = client.get("/casse/mot-de-passe/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert answer[HEADER] in page
    assert "Numéro à donner" in page
    assert "secret d’atelier" not in page
    assert "ZeroDivisionError" not in page


def test_what_is_done_for_a_job_belongs_to_it_and_the_request_takes_over_again():
    with belonging_to("request"):
        with belonging_to("job-7", 42):
            assert (request_id.get(), account.get()) == ("job-7", 42)
        assert (request_id.get(), account.get()) == ("request", None)
    assert request_id.get() == "-"

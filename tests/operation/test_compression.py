"""Pages are compressed where the browser takes it; documents are left as they are."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from csipa.operation.compression import Compression

TAKES_IT = {"Accept-Encoding": "gzip, br"}
LONG = "a line of a long page " * 500


def answered(response, **headers):
    return Compression(lambda _request: response)(RequestFactory().get("/", headers=headers))


def test_a_page_is_compressed_and_reads_the_same():
    response = answered(HttpResponse(LONG), **TAKES_IT)
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < len(LONG) / 10
    assert gzip.decompress(response.content).decode() == LONG


def test_a_browser_that_does_not_take_it_reads_the_page_as_it_is():
    response = answered(HttpResponse(LONG))
    assert "Content-Encoding" not in response
    assert response.content.decode() == LONG
    # Whoever keeps pages for others must not give the one for the other.
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("kind", ["application/pdf", "application/zip", "image/png"])
def test_what_is_compressed_already_keeps_its_bytes_and_its_length(kind):
    response = answered(HttpResponse(LONG, content_type=kind), **TAKES_IT)
    assert "Content-Encoding" not in response


def test_what_is_sent_piece_by_piece_is_left_alone():
    response = answered(StreamingHttpResponse(iter([LONG]), content_type="text/html"), **TAKES_IT)
    assert "Content-Encoding" not in response


def test_the_same_page_has_not_twice_the_same_length():
    lengths = {len(answered(HttpResponse(LONG), **TAKES_IT).content) for _ in range(30)}
    assert len(lengths) > 1


@pytest.mark.django_db
def test_the_program_compresses_its_pages(client):
    response = client.get("/admin/login/", headers=TAKES_IT, follow=True)
    assert response["Content-Encoding"] == "gzip"

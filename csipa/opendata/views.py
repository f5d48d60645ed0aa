"""The pages and files of open data: the same for everybody, without an account."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from csipa.calendars import etag_of
from csipa.opendata.datasets import (
    LICENCE,
    LICENCE_ADDRESS,
    Dataset,
    Reading,
    UnknownDataset,
    published,
    published_dataset,
)
from csipa.opendata.producing import produce_csv, produce_xlsx
from csipa.opendata.reading import summaries
from csipa.opendata.schemas import (
    catalogue,
    data_package,
    table_schema,
    to_bytes,
)

TEMPLATE = "public/open_data.html"
CSV = "text/csv; charset=utf-8; header=present"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Seconds during which any cache may give the same answer again.
_FRESH = 900
_cached = cache_control(public=True, max_age=_FRESH)


@require_safe
@_cached
def index_view(request: HttpRequest) -> HttpResponseBase:
    """List the published tables: what each says, its rows, its files."""
    today = timezone.localdate()
    page = render_to_string(
        TEMPLATE,
        {
            "here": "donnees",
            "day": today,
            "tables": summaries(published(), today),
            "licence": {"name": LICENCE, "address": LICENCE_ADDRESS},
        },
    )
    return _answer(request, page.encode(), "text/html; charset=utf-8")


@require_safe
@_cached
def csv_view(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the CSV of a table; Http404 when it is not published."""
    dataset = _dataset(name)
    produced = produce_csv(dataset, Reading(timezone.localdate()))
    etag = f'"{produced.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        produced.file.close()
        return _open(unchanged)
    response = FileResponse(
        produced.file, as_attachment=True, filename=dataset.csv_name, content_type=CSV
    )
    response["Content-Length"], response["ETag"] = str(produced.size), etag
    return _open(response)


@require_safe
@_cached
def xlsx_view(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the workbook of a table; Http404 when it is not published."""
    dataset = _dataset(name)
    content = produce_xlsx(dataset, Reading(timezone.localdate()))
    return _answer(request, content, XLSX, name=dataset.xlsx_name)


@require_safe
@_cached
def schema_view(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send the Table Schema of a table; Http404 when it is not published."""
    return _json(request, table_schema(_dataset(name)))


@require_safe
@_cached
def package_view(request: HttpRequest) -> HttpResponseBase:
    """Send the Data Package of the published tables."""
    today = timezone.localdate()
    return _json(request, data_package(summaries(published(), today), today))


@require_safe
@_cached
def catalogue_view(request: HttpRequest) -> HttpResponseBase:
    """Send the DCAT catalogue of the published tables."""
    found = catalogue(published(), timezone.localdate())
    return _json(request, found, "application/ld+json")


def _dataset(name: str) -> Dataset:
    try:
        return published_dataset(name)
    except UnknownDataset as error:
        raise Http404(str(error)) from error


def _json(
    request: HttpRequest, data: dict[str, Any], kind: str = "application/json"
) -> HttpResponseBase:
    return _open(_answer(request, to_bytes(data), kind))


def _answer(request: HttpRequest, content: bytes, kind: str, *, name: str = "") -> HttpResponseBase:
    response = HttpResponse(content, content_type=kind)
    response["ETag"] = etag = etag_of(content)
    if name:
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        _open(response)
    return get_conditional_response(request, etag=etag, response=response)


def _open(response: HttpResponseBase) -> HttpResponseBase:
    """Let the pages of other sites read the file: that is what it is for."""
    response["Access-Control-Allow-Origin"] = "*"
    return response

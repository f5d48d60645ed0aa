"""Addresses of open data, under `/donnees/`."""

from django.urls import URLPattern, path

from csipa.opendata import views
from csipa.opendata.schemas import CATALOGUE_NAME, PACKAGE_NAME

urlpatterns: list[URLPattern] = [
    path("donnees/", views.index_view, name="open-data"),
    path(f"donnees/{PACKAGE_NAME}", views.package_view, name="open-data-package"),
    path(f"donnees/{CATALOGUE_NAME}", views.catalogue_view, name="open-data-catalogue"),
    path("donnees/<slug:name>.csv", views.csv_view, name="open-data-csv"),
    path("donnees/<slug:name>.xlsx", views.xlsx_view, name="open-data-xlsx"),
    path("donnees/<slug:name>.schema.json", views.schema_view, name="open-data-schema"),
]

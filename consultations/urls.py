"""Addresses of activity outside the back office: the week grid, and what is read without login."""

from django.contrib import admin
from django.urls import URLPattern, path

from consultations.views_feeds import sessions_view
from consultations.views_grid import cells_view, grid_view
from consultations.views_public import public_view
from consultations.views_remarks import remark_view

urlpatterns: list[URLPattern] = [
    path("saisie/", admin.site.admin_view(grid_view), name="saisie"),
    path("saisie/cellules/", cells_view, name="saisie-cellules"),
    path("permanences/", public_view, name="permanences"),
    path("seances/<str:secret>.ics", sessions_view, name="sessions-feed"),
    path("saisie/remarque/", admin.site.admin_view(remark_view), name="saisie-remarque"),
]

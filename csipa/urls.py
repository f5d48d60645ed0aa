"""Every address of the site; the only module that knows every app."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from conventions.views import agenda_view, schema_view
from conventions.views_verify import verify_view
from csipa import home

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.admin_view(home.index)),
    path("admin/", admin.site.urls),
    path("schemas/csipa-acte-1.json", schema_view, name="exchange-schema"),
    path("", include("consultations.urls")),
    path("", include("csipa.opendata.urls")),
    path("", include("conventions.public.urls")),
    path("verifier/", verify_view, name="verify"),
    path("agenda/<str:secret>.ics", agenda_view, name="agenda-feed"),
]

"""Every address of the site; the only module that knows every app."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from conventions.views import agenda_view, schema_view
from conventions.views_verify import verify_view
from csipa import home
from csipa.login.views import LoginView, logout_view, password_change_view

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.admin_view(home.index)),
    # The door is ours; the names of the stock addresses keep leading to it.
    path("admin/login/", LoginView.as_view(), name="door-login"),
    path("admin/logout/", logout_view, name="door-logout"),
    path("admin/password_change/", password_change_view, name="door-password"),
    path("compte/", include("csipa.login.urls")),
    path("admin/", admin.site.urls),
    path("schemas/csipa-acte-1.json", schema_view, name="exchange-schema"),
    path("", include("consultations.urls")),
    path("", include("csipa.opendata.urls")),
    path("", include("conventions.public.urls")),
    path("verifier/", verify_view, name="verify"),
    path("agenda/<str:secret>.ics", agenda_view, name="agenda-feed"),
]

handler500 = "csipa.operation.errors.server_error"

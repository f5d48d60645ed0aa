"""Every address of the site; the only module that knows every app."""

from django.contrib import admin
from django.urls import path
from django.views.generic import RedirectView

from csipa import home

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("admin/", admin.site.admin_view(home.index)),
    path("admin/", admin.site.urls),
]

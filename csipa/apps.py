"""Django applications of the floor: the project package, and our admin site for the stock one."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class CsipaConfig(AppConfig):
    """Carries the template tags and the management commands of the project package."""

    name = "csipa"
    verbose_name = "CSIPA"


class CsipaAdminConfig(admin_apps.AdminConfig):
    """Makes `csipa.admin.CsipaAdminSite` the site that `admin.register` uses."""

    default_site = "csipa.admin.CsipaAdminSite"

    def ready(self):
        """Load every page, then those of the floor that are told of all the others."""
        super().ready()
        import_module("csipa.admin.bin")
        import_module("csipa.admin.finding.pages")

"""Django application « Sites »."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Label and French name of the app."""

    name = "sites"
    verbose_name = "Sites"

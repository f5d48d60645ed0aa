"""Django application « Sites »."""

from importlib import import_module

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Label and French name of the app."""

    name = "sites"
    verbose_name = "Sites"

    def ready(self) -> None:
        """Declare the open data."""
        import_module("sites.review.open_data")

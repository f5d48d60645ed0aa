"""Django application « Guide »."""

from importlib import import_module

from django.apps import AppConfig


class GuideConfig(AppConfig):
    """Makes the pages of `csipa.guide.admin` known; it has no table."""

    name = "csipa.guide"
    label = "guide"
    verbose_name = "Guide d’utilisation"

    def ready(self) -> None:
        """Have the presence of the guide checked, and its print known to workers."""
        import_module("csipa.guide.checks")
        import_module("csipa.guide.working")

"""Django application « Intégrité »."""

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Label and French name of the app."""

    name = "csipa.audit"
    label = "audit"
    verbose_name = "Intégrité"

    def ready(self) -> None:
        """Declare the verification that workers may do."""
        import_module("csipa.audit.working")

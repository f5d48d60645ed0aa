"""Django application « Intégrité »."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Label and French name of the app."""

    name = "csipa.audit"
    label = "audit"
    verbose_name = "Intégrité"

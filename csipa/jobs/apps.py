"""Django application « Travaux »."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Label and French name of the app."""

    name = "csipa.jobs"
    label = "jobs"
    verbose_name = "Travaux"

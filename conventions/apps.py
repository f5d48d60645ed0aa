"""Django application « Actes et conventions »."""

from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    """Label and French name of the app."""

    name = "conventions"
    verbose_name = "Actes et conventions"

"""Writes that touch several rows of the app."""

from sites.actions.communes import ImportedCommunes, import_communes

__all__ = ["ImportedCommunes", "import_communes"]

"""Writes that touch several rows of the app."""

from sites.actions.communes import CommunesChanged, ImportedCommunes, import_communes

__all__ = ["CommunesChanged", "ImportedCommunes", "import_communes"]

"""« Rechercher »: one box, on every page, for whatever a person may see or do.

Apps declare how their records are found (`register_findable`), what their pages are called besides
their names (`call_page`) and commands of their own (`register_commands`), in a module `finding` of
their pages.
"""

from csipa.admin.finding.commands import OWN, Command, call_page, register_commands
from csipa.admin.finding.declared import Told, joined, lacking, register_findable

__all__ = [
    "OWN",
    "Command",
    "Told",
    "call_page",
    "joined",
    "lacking",
    "register_commands",
    "register_findable",
]

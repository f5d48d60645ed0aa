"""Writes of activity; pages, commands, import, demonstration and tests call the same ones."""

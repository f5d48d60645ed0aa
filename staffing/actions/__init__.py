"""Writes that touch several rows of people and time."""

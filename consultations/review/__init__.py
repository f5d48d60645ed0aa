"""Reads of activity that combine several rows."""

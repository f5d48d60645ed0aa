"""Backups of the whole database in one file, their restoration, and the move to PostgreSQL."""

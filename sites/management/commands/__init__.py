"""`manage.py import_communes`."""

"""Rules of activity, in plain Python: no database, no Django, the date is an argument."""

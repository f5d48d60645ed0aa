"""Rules on people and time, in plain Python: no database, the date is an argument."""

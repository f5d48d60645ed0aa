"""Commands of the whole project: the night, backups, the demonstration."""

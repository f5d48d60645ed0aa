"""Project package: roof (wiring) and floor (shared ground); no business model lives here."""

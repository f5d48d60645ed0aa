"""Documents about places, from their data to a PDF."""

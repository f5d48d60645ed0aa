"""Commands of those who run the service."""

"""One command: the state of the service."""

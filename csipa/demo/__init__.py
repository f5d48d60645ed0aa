"""The demonstration centre: an invented telling of public facts; nothing imports it."""

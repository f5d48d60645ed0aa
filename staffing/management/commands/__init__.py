"""Commands about people and time."""

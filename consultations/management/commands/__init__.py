"""Commands about activity."""

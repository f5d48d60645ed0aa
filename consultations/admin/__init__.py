"""Pages of the back office on activity."""

"""Pages of the back office on people and time."""

"""Activity as files: read, and written, in the same columns."""

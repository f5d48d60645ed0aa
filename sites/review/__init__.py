"""What the records of places say once they are read together."""

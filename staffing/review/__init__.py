"""What the records on people and time tell together."""

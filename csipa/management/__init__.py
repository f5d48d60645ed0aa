"""Holds the commands of the project, where Django looks for them."""

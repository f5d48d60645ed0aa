"""Holds the commands of `sites`, where Django looks for them."""

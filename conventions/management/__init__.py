"""Holds the commands of `conventions`, where Django looks for them."""

"""Holds the commands of `staffing`, where Django looks for them."""

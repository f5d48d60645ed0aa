"""Holds the commands of `consultations`, where Django looks for them."""

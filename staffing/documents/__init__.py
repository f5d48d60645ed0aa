"""From rows of the app to what is printed or read."""

"""Between rows of the app and the files that people send."""

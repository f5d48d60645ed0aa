"""Commands that import, export and print acts and conventions."""

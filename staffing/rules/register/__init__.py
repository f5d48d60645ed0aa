"""The open extraction of the national register of professionals (RPPS): how its files are read."""

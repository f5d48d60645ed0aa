"""The exchange format `csipa-acte/1`: reading it with every fault at once, and writing it."""

"""Makes the pictures of the user guide."""

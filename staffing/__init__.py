"""People and time: posts and who fills them."""

"""What is true of places and names whatever the database: plain Python, no Django."""

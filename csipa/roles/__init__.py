"""The jobs of the people who use the program, what each may do, and on what part of it."""

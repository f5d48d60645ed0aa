"""What the program has to say of an act: who may sign it, what it cites, what reads wrong."""

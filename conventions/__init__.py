"""Acts and agreements: decisions, their annexed conventions, the documents frozen from them."""

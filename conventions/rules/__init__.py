"""Rules of acts and agreements as plain Python: no Django, dates are arguments, sources cited."""

"""Activity: consultation counts; it never holds a patient."""

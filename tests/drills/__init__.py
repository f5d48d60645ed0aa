"""What happens when a machine dies: drills on real processes and databases of their own."""

"""Commands that bring communes, their outlines and their populations in."""

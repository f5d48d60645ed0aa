"""Long work on places: asked for on a page, done by a worker as a job."""

"""Long work on acts and conventions: asked for on a page, done by a worker as a job."""

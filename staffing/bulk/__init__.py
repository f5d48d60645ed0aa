"""Long work on people and time: asked for on a page, done by a worker as a job."""

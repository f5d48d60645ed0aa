"""Long work that shows itself: queued, done by a worker, followed on a page, taken up again."""

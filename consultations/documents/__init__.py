"""Words of activity, finished French strings for pages and prints."""

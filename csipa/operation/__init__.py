"""What those who run the service need: requests that can be followed, probes, the state of it."""

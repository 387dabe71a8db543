"""What stayed and what did not between two texts."""

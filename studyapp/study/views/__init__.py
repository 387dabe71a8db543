"""Pages of the study room."""

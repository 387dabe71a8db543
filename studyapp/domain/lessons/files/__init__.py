"""One lesson file: its sections, its metadata, its findings."""

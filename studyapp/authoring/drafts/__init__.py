"""A draft: read, reported on, mended, previewed, confirmed."""

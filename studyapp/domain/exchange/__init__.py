"""Other formats: what comes in as Markdown of the pack format, and what a pack goes out as."""

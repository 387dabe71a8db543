"""What each run of blocks means: one reader for each kind."""

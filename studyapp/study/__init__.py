"""Cards, the append-only review log, sessions: what comes next and when."""

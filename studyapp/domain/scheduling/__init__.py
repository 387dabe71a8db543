"""What a response does to memory, and what to study next."""

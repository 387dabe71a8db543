"""Django's SQLite engine with one writer at a time inside this process."""

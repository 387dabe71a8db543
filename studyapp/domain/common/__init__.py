"""What every domain room needs, and no rule of a single room."""

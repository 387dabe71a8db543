"""Speed as ratios inside one run: `make bench`. Absolute times differ by machine and load, ratios are the knowledge."""

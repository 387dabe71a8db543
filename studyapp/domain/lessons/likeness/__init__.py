"""How like two wordings are, and how much it matters that they differ."""

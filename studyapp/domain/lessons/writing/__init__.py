"""Edits of the author's source: mends and ids."""

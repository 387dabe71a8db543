"""Packs as published: versions, sections, blocks, facts; reading and search."""

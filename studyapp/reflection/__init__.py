"""Rubrics as stored, written answers and what they earned."""

"""The item bank, serving and scoring of closed items."""

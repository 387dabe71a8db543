"""What in a new reading continues what in the version before."""

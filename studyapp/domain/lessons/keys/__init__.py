"""Which section, block, row or column is which."""

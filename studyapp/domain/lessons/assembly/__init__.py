"""Many files as one pack: its manifest, its order, its links, its report."""

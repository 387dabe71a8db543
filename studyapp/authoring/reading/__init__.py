"""From the files of an upload to a pack, its items and every finding."""

"""The files of an upload: taken in, packed and merged, never read."""

"""Pages of the library: nobody's progress is shown on them, so most of them are open to everybody."""

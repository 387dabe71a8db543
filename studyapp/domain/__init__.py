"""Plain Python: no Django, no database, no clock, no hidden chance."""

"""The source of a file: its lines, and their structure as a Git host sees it."""

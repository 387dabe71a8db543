"""From Markdown to safe HTML, and from HTML to words."""

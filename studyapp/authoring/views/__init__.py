"""From an upload to a published version, in the browser."""

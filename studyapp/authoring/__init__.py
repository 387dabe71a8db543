"""An upload becomes a published version."""

"""The versions of a pack: published, brought up to date, made current again, handed out."""

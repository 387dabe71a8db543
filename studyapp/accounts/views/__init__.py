"""The pages of the accounts room, by matter."""

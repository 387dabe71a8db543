"""Reading what the other rooms wrote and showing it."""

"""The items of a pack as its author looks at them."""

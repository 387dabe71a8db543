"""What any page needs and no room owns."""

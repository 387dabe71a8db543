"""Who a person is, their role and preferences, signing in."""

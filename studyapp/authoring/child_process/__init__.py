"""The child process in which author text is read: its job, its line home, its clock and its start."""

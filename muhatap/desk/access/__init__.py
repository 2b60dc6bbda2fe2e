"""Who may do what, who looked at what, and what those who watch over the desk read."""

"""The page of a case: its timeline, its side panels, and what can be written and done there."""

"""The pages about what customers answer: figures, comments, follow-ups, and what was done."""

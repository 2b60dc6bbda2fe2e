"""How a brand's service stands: what works, what does not, and how it was in the last ninety days."""

"""How well cases are handled, how people get better at it, and what the operator improves.

Its most important words: *scorecard*, *sample*, *review*, *coaching note*, *course*, *improvement*.
"""

"""Reading what other desks export.

Its most important words: *foreign ticket* (a case as the other desk tells it),
*reader* (one for each product).
"""

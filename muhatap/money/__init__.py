"""Money that customers pay in, take out and get back, as the charter of its day says.

Its most important words: *method*, *flow* (one direction of it), *late*, *refund rule*.
"""

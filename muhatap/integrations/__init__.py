"""What the desk asks of the operator's other systems, and what these are told.

Its most important words: *peer* (the operator's system), *account card* (what it says of a customer).
"""

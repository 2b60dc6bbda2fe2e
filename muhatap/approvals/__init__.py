"""What needs two people: one proposes, another decides.

Its most important words: *proposal*, *approve*, *refuse*.
"""

"""What customers think of how they were served.

Its most important words: *question*, *answer*, *score* (CSAT 1 to 5).
"""

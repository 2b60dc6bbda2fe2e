"""What customers think of how they were served.

Its most important words: *invitation* (one person is asked once, at one occasion), *answer*, *score*, *rest*
(days in which the same person is not asked again), *follow-up* (the case that a low score opens).
"""

"""A bot that answers from the articles, and the plain way in for any other; it never decides about a case.

Its most important words: *talk* (said with a bot), *line* (one thing said), *hand-over* (to a person).
"""

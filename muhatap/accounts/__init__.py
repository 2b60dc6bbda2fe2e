"""People who work at the desk and programs that call it: staff, teams, roles, tokens.

Its most important words: *staff* (one person), *membership* (her role in a brand), *scope* (what she sees).
"""

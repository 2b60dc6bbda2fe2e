"""Registered complaints, from the first word of dissatisfaction to a reasoned end.

Its most important words: *stage*, *guard*, *point raised*.
"""

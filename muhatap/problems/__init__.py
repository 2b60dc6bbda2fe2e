"""Causes behind many cases: who owns them, what is known, who is told, and whether a fix holds.

Its most important words: *problem*, *known issue* (what the public reads of it), *watch*, *suggestion*.
"""

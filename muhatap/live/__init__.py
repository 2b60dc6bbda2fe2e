"""Open browsers: what they may hear, and telling them that something changed.

Its most important words: *topic* of a socket (what it listens to), *grant* (a signed right to listen),
*notice* (ids only; the reader fetches).
"""

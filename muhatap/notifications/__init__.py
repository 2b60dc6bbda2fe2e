"""Telling staff: what happened that they should know, in the desk and by e-mail.

Its most important words: *notice* (one line to one person), *read*.
"""

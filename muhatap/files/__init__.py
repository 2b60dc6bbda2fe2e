"""Bytes that people send: stored sealed, typed by their content, served apart through expiring links.

Its most important words: *file* (the bytes), *seal* (each file has its own key), *signed link*.
"""

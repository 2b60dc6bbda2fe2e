"""Brands: what an operator answers as. One charter is one brand; an installation has several.

Its most important words: *brand*, *charter version* (the applied text of its promises), *legal entity*.
"""

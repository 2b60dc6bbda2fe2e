"""Who gets which case next, and why.

Its most important words: *placement* (a case given to a person by a rule, until she answers or lets it go),
*skill* (what a person can do, with the days on which it holds), *points* (how much a person carries at once).
"""

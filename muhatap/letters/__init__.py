"""Written words to customers: acknowledgement and other letters as templates in the customer's language.

Its most important words: *letter*, *slot* (a merged value).
"""

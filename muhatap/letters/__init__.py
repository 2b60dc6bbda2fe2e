"""Written words to customers: letters as templates in their language, replies that wait, texts used again.

Its most important words: *letter*, *slot* (a merged value), *held reply*, *text module*.
"""

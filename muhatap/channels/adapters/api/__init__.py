"""The door for programs: cases and messages by HTTP and JSON, one brand for each token.

Its most important words: *call* (one request of a program), *problem* (an answer that says what is wrong),
*fault* (one wrong value, with the remedy).
"""

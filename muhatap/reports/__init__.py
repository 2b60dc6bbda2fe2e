"""Read-only figures about the service, each with its definition and the rows behind it.

Its most important words: *measure* (a definition), *observation* (what one case or contact adds to the
measures), *figure* (the value of a measure for a period and a part of the service).
"""

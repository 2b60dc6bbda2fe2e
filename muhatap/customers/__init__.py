"""Customers of a brand and the addresses they are known by.

Its most important words: *customer*, *identity* (an address or account number), *preference*.
"""

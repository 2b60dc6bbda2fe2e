"""The sealed case file: one ZIP that holds a case with its chain, and the program that verifies it anywhere.

Its most important words: *dossier* (the file), *audience* (for whom it is made), *withheld* (in the chain,
yet not for this audience), *verifier* (`verify.py`, shipped in every dossier).
"""

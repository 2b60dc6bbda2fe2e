"""E-mail: pure parsing and composing, and the clients that speak IMAP and SMTP.

`intake` and `polling` bring mail into the vault, `filing` makes cases of it, `sending` is the way out.

*parsed mail* is what a message says, *defect* is what was wrong with its bytes,
*thread id* is a signed Message-ID.
"""

"""Messages within the operator's own app: the chat, by people whom the operator's server vouches for.

Its most important words: *identity* (a signed token of the operator's server, shown once), *session* (the
chat that it opens), *push* (telling an app that is closed).
"""

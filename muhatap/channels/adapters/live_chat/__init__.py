"""Live chat: a widget on anybody's page, and what it asks.

Its most important words: *setup* (what the widget must know before), *log* (lines after a number, and how
the chat stands), *secret* (made by the visitor's device; whoever holds it is the visitor).
"""

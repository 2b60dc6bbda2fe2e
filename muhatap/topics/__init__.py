"""What a case is about and where it waits: topics and queues, both written by the charter.

Its most important words: *topic*, *field* (what a topic asks), *quick fix*, *queue*.
"""

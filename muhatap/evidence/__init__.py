"""What proves a case: documents that customers offer or are asked for, their check, custody and end.

Its most important words: *item* (why a file or number is held, and what became of it), *request* (what is
asked of a customer, why and by when), *locker* (what she keeps before any case), *hold* (nothing is deleted).
"""

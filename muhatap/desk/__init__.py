"""Staff pages that show several domains at once: the list, the case page, notices, the outbox."""

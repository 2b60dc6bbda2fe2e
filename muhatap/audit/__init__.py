"""What happened, to what, by whom and when: the event chain, its outbox and its proof.

An *event* is one row that is audit trail, timeline and webhook source at once. A *stream* is the chain
of events about one case, one brand or the installation. A *unit of work* is one transaction whose
events are chained and written together at its end.
"""

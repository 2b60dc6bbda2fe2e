"""Search terms as the full-text indexes of the databases take them."""

from collections.abc import Iterable, Iterator

from muhatap.kernel.search_text import Term


def match_of(terms: Iterable[Term]) -> str:
    """The terms as an FTS5 query: every token quoted, so that none is read as an operator."""
    return " AND ".join(
        "(" + " OR ".join(f'"{token}"{"*" if begins else ""}' for token, begins in tokens) + ")"
        for term in terms
        for tokens in _tokens(term)
    )


def tsquery_of(terms: Iterable[Term]) -> str:
    """The terms as a tsquery of quoted lexemes."""
    return " & ".join(
        "(" + " | ".join(f"'{token}'{':*' if begins else ''}" for token, begins in tokens) + ")"
        for term in terms
        for tokens in _tokens(term)
    )


def _tokens(term: Term) -> Iterator[list[tuple[str, bool]]]:
    # Tokens are letters and digits; whatever else slipped in would end a quotation.
    for alternatives in term.alternatives():
        yield [
            ("".join(letter for letter in token if letter.isalnum()) or "_", token[-1:] == "*")
            for token in alternatives
        ]

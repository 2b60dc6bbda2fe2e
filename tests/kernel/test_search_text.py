"""What is indexed and what is asked for meet, whatever the spelling."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from muhatap.kernel.search_text import (
    TERMS_AT_MOST,
    Term,
    as_typed,
    index_text,
    query_terms,
    skeleton,
    stems,
)
from muhatap.kernel.snippets import highlights, matches_all, snippet


def finds(query: str, text: str) -> bool:
    indexed = set(index_text(text).split(" "))
    return all(
        any(
            token in indexed or (token[-1] == "*" and any(i.startswith(token[:-1]) for i in indexed))
            for token in any_of
        )
        for term in query_terms(query)
        for any_of in term.alternatives()
    )


FORMS = ["şikayetlerim", "ŞİKAYETLERİM", "sikayet", "şikayet", "Sıkayet", "SIKAYETLERIM"]


@pytest.mark.parametrize("asked", FORMS)
@pytest.mark.parametrize("written", FORMS)
def test_forms_of_one_word_find_each_other(asked, written):
    assert finds(asked, f"bir {written} var")
    assert matches_all(f"bir {written} var", query_terms(asked))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("iade", "İADE istiyorum"),
        ("İADE", "iade istiyorum"),
        ("sifre", "şifremi unuttum"),
        ("refund", "I want refunds"),
        ("kargo", "Kargomun nerede olduğu"),
        ("dekont", "Dekontumu ekledim"),
        ("dekontum", "dekont nerede"),
        ("kart", "kartımdan çekildi"),
        ("kartlarımızın", "kart kayıp"),
        ("nehir", "Nehir'in sitesi"),
        ("Nehir'in", "nehir ile ilgili"),
        ("İstanbul", "istanbul'dan yazıyorum"),
        ("istanbul", "İSTANBUL"),
        ("ISTANBUL", "İstanbul"),
        ("IADE", "iademi alamadım"),
        ("sifremi", "şifrem yok"),
        ("iadem", "iadesi yapılmadı"),
        ("customer", "the customer's refunds"),
        ("karg*", "Kargomun nerede olduğu"),
        ("26-12345-67894", "numara 261234567894"),
        ("261234567894", "numara 26-12345-67894"),
        ("ali.veli@ornek.com", "Yazan: Ali.Veli@ornek.com"),
        ("05321112233", "tel 0532 111 22 33"),
    ],
)
def test_a_query_finds(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), [("para", "kargo"), ("26-12345-67894", "26-12345-67895")])
def test_a_query_does_not_find(query, text):
    assert not finds(query, text)


def test_a_phrase_wants_its_words_in_a_row():
    terms = query_terms('"iade edilmedi"')
    assert terms == [Term("phrase", ("iade", "edilmedi"))]
    assert matches_all("para İADE edilmedi", terms)
    assert not matches_all("iade hiç edilmedi", terms)


def test_kinds_of_terms():
    kinds = [(term.kind, term.words) for term in query_terms('kargo öde* "geç kaldı" kargo')]
    assert kinds == [("word", ("kargo",)), ("prefix", ("ode",)), ("phrase", ("gec", "kaldi"))]


@given(st.text(max_size=600))
def test_any_query_is_read(query):
    terms = query_terms(query)
    assert len(terms) <= TERMS_AT_MOST
    assert all(token for term in terms for any_of in term.alternatives() for token in any_of)


@given(st.text(max_size=200))
def test_index_tokens_are_plain(text):
    for token in index_text(text).split():
        assert token.isalnum() or not token.isascii()
        assert len(token) <= 64


@given(st.text("şŞiİıI kargo123-@.", max_size=80), st.text('şi ıkargo12"*', max_size=20), st.integers(10, 60))
def test_a_snippet_is_a_piece_of_the_text(text, query, width):
    piece = snippet(text, query_terms(query), width)
    assert piece.text in text
    assert len(piece.text) <= width
    assert all(0 <= start < end <= len(piece.text) for start, end in piece.ranges)


def test_a_snippet_shows_the_match():
    text = "Uzun bir giriş. " * 20 + "Sonunda ŞİKAYETİM kapandı." + " Devamı." * 30
    piece = snippet(text, query_terms("sikayet"), 80)
    start, end = piece.ranges[0]
    assert piece.text[start:end] == "ŞİKAYETİM"
    assert piece.is_cut_before
    assert piece.is_cut_after


def test_a_number_with_gaps_is_highlighted_whole():
    text = "no: 26-12345-67894!"
    assert [text[a:b] for a, b in highlights(text, query_terms("261234567894"))] == ["26-12345-67894"]


def test_the_index_is_bounded():
    assert len(index_text(" ".join(map(str, range(100_000)))).split()) <= 20_000


def test_stems_are_folded():
    assert stems("şikayetlerim")[0] == "sikayet"
    assert stems("x" * 500) == ("x" * 64,)


LETTERS = st.text("abcçğıIİişŞüöe'’ 1*\"", max_size=60)


@given(LETTERS)
def test_what_is_found_as_a_word_is_found_while_it_is_typed(text):
    tokens = f" {index_text(text)} "
    for term in query_terms(text):
        if term.kind == "word":
            assert as_typed([term])[0].is_in(tokens) or not term.is_in(tokens)


@given(st.text(max_size=60))
@example("EIC")
def test_folding_twice_is_folding_once(text):
    assert skeleton(skeleton(text)) == skeleton(text)
    for word in text.split():
        assert all(stem == skeleton(stem) for stem in stems(word))


@given(st.text(max_size=100))
def test_every_text_finds_itself_by_each_of_its_words(text):
    tokens = f" {index_text(text)} "
    for term in query_terms(text.replace("*", " ")):
        assert term.kind == "phrase" or term.is_in(tokens), (term, tokens)


def test_a_last_word_of_two_letters_begins_nothing():
    assert as_typed(query_terms("kargo ba"))[-1].kind == "word"
    assert as_typed(query_terms("kargo ban"))[-1].kind == "start"
    assert [term.kind for term in query_terms("ba* ban*")] == ["word", "prefix"]


def test_a_hostile_text_stays_within_what_a_database_takes():
    words = " ".join(f"{'x' * 50}{number:014d}" for number in range(30_000))
    assert len(index_text(words).encode()) <= 1_000_000
    wide = " ".join("ж" * 60 + chr(0x430 + number % 30) + str(number) for number in range(20_000))
    assert len(index_text(wide).encode()) <= 1_000_000

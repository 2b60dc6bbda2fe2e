"""Templates obey the strict content security policy, escape what they print, speak through the catalogue."""

import ast
import re
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.architecture.source import complain, domain, place, python_files, templates, tree

COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?%\}.*?\{%\s*endcomment\s*%\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%\s*blocktrans(?:late)?\b.*?%\}.*?\{%\s*endblocktrans(?:late)?\s*%\}", re.DOTALL)
BLOCK_IN_A_TAG = re.compile(r"<[a-zA-Z][^<>]*?\{%\s*block\s+(\w+)")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|\{%\s*autoescape\s+off")
READ_ATTRIBUTES = {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "content"}
WORD = re.compile(r"[^\W\d_]{2,}")
NOT_READ = {"script", "style", "code", "kbd", "svg"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NAME_OF_PRODUCT = re.compile(r"\bMuhatap\b")


class TemplateReader(HTMLParser):
    """Collects what breaks the policy and what is written into the page without the catalogue."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inline: list[tuple[int, str]] = []
        self.unspoken: list[tuple[int, str]] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag, attrs):
        line, given = self.getpos()[0], dict(attrs)
        if tag == "style" or (tag == "script" and not given.keys() & {"src", "type"}):
            self.inline.append((line, f"<{tag}>"))
        self.inline += [(line, name) for name in given if name.startswith("on") or name == "style"]
        # A language is named in itself: <a lang="en">English</a>.
        names_a_language = tag != "html" and "lang" in given
        is_page_setting = tag == "meta" and given.get("name") != "description"
        if not is_page_setting:
            self._read(line, *(given[name] or "" for name in READ_ATTRIBUTES & given.keys()))
        if ((tag in NOT_READ or given.get("translate") == "no" or names_a_language) and tag not in VOID) or (
            self._silent and tag == self._silent[-1]
        ):
            self._silent.append(tag)

    def handle_endtag(self, tag):
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data):
        if not self._silent:
            self._read(self.getpos()[0], data)

    def _read(self, line, *texts):
        for text in texts:
            if WORD.search(NAME_OF_PRODUCT.sub("", text)):
                self.unspoken.append((line, " ".join(text.split())[:70]))


def blanked(pattern: re.Pattern, text: str) -> str:
    """Replace what matches by blanks, and keep its lines."""
    return pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


@cache
def attribute_blocks() -> re.Pattern:
    """Blocks that fill an attribute, as `<body class="{% block frame %}">` does; their words are not read."""
    texts = [path.read_text(encoding="utf-8") for path in templates()]
    names = {name for text in texts for name in BLOCK_IN_A_TAG.findall(text)}
    inner = (
        re.compile(rf"\{{%\s*block\s+(?:{'|'.join(names)})\s*%\}}[^<>]*?\{{%\s*block\s+(\w+)")
        if names
        else None
    )
    names |= {name for text in texts if inner for name in inner.findall(text)}
    return re.compile(
        rf"\{{%\s*block\s+(?:{'|'.join(names) or '-'})\s*%\}}[^<>]*?(?:\{{%\s*endblock.*?%\}})+"
    )


def reader_of(path) -> TemplateReader:
    text = path.read_text(encoding="utf-8")
    for pattern in (COMMENT, attribute_blocks(), TRANSLATED, TAG):
        text = blanked(pattern, text)
    reader = TemplateReader()
    if path.suffix == ".html":
        reader.feed(text)
        reader.close()
    else:
        for number, line in enumerate(text.splitlines(), start=1):
            reader._read(number, line)
    return reader


def test_templates_have_no_inline_script_or_style():
    complain(
        [f"{place(path, line)} {what}" for path in templates() for line, what in reader_of(path).inline],
        "The content security policy refuses it: use a class, or a module beside the template.",
    )


def test_every_text_of_a_template_is_translatable():
    complain(
        [f"{place(path, line)} {text!r}" for path in templates() for line, text in reader_of(path).unspoken],
        "Put it into {% translate %} or {% blocktranslate %}; translate='no' marks names and codes.",
    )


def test_templates_escape_what_they_print():
    complain(
        [
            f"{place(path, number)} {line.strip()[:80]}"
            for path in templates()
            if domain(path) != "ui"
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
            if UNESCAPED.search(line)
        ],
        "Only ui/ may print HTML that is not escaped: use its tags.",
    )


def test_only_the_design_system_marks_text_as_safe():
    complain(
        [
            f"{place(path, node.lineno)}"
            for path in python_files()
            if domain(path) != "ui"
            for node in ast.walk(tree(path))
            if "mark_safe" in (getattr(node, "attr", ""), getattr(node, "id", ""))
        ],
        "Use format_html, or a tag of ui/.",
    )


@pytest.mark.parametrize(
    ("source", "inline", "unspoken"),
    [
        ('<p>{% translate "Hello" %}</p>', 0, 0),
        ("<p>Hello</p>", 0, 1),
        ('<img alt="A picture" src="x">', 0, 1),
        ('<a onclick="go()" style="color: red">{{ name }}</a>', 2, 0),
        ("<script>alert(1)</script>", 1, 0),
        ('<span translate="no">KEP</span><b>Bold</b>', 0, 1),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}{# note #}", 0, 0),
    ],
)
def test_reader_sees_what_it_should(tmp_path, source, inline, unspoken):
    (path := tmp_path / "page.html").write_text(source)
    reader = reader_of(path)
    assert (len(reader.inline), len(reader.unspoken)) == (inline, unspoken)

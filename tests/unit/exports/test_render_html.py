from html.parser import HTMLParser
from itertools import pairwise

import pytest

from qualkit.exports.bank_layout import bank_document
from qualkit.exports.document import table_document
from qualkit.exports.render.html import render_html
from qualkit.model.table import Provenance

VOID = {"meta", "br", "input", "link", "img"}


class Page(HTMLParser):
    """What a page holds: elements with attributes, text, and whether every element was closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text, self.open = [], "", []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(bank_of, passage):
    passages = [
        passage("themes-trust", attributes={"age": "16", "id": "a"}),
        passage(
            "themes-adults",
            "</script><img src=x onerror=alert(1)> {{ 7*7 }}",
            turn=2,
            attributes={"age": "17"},
        ),
        passage("themes-shame", "[I mean] it [/b] \x1b[2J", turn=3, attribution="professional"),
    ]
    return Page(render_html(bank_document(bank_of(passages), Provenance(study="Telling"))))


def test_every_element_is_closed_where_it_should_be(page):
    assert page.open == []


def test_a_quote_reads_as_reports_print_it(page):
    assert "“Nobody asked me.” – young person" in page.text


def test_data_is_never_markup(page):
    assert "</script><img src=x onerror=alert(1)> {{ 7*7 }}" in page.text
    assert page.all("img") == []
    assert "[I mean] it [/b] \ufffd[2J" in page.text


def test_nothing_is_fetched_from_anywhere(page):
    assert len(page.all("script")) == 1
    for tag, attributes in page.elements:
        assert tag not in ("link", "img", "iframe")
        assert "src" not in attributes
        assert attributes.get("href", "#").startswith("#")


def test_links_of_the_contents_lead_somewhere(page):
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    assert all(attributes["href"][1:] in ids for attributes in page.all("a"))
    assert len(ids) == sum("id" in attributes for _, attributes in page.elements)


def test_a_screen_reader_finds_landmarks_language_and_labels(page):
    assert page.all("html") == [{"lang": "en-GB"}]
    tags = [tag for tag, _ in page.elements]
    assert {"header", "nav", "main"} <= set(tags)
    assert tags.count("h1") == 1
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tags.count("label") == tags.count("select") + tags.count("input")


def test_filters_are_theme_attribution_and_attributes_with_a_choice(page):
    keys = [attributes.get("data-key", attributes.get("name")) for attributes in page.all("select")]
    assert keys == ["theme", "", "age"]


def test_without_a_script_every_quote_is_there_and_the_filters_are_not(page):
    (form,) = page.all("form")
    assert "hidden" in form
    assert all("hidden" not in attributes for attributes in page.all("figure"))


def test_a_table_is_a_page_too(table):
    page = Page(render_html(table_document(table)))
    assert [tag for tag, _ in page.elements if tag in ("h1", "table")] == ["h1", "table"]
    assert "14.5%" in page.text
    assert page.all("script") == []
    assert {"scope": "col"} in page.all("th")

"""Search requests from addresses, and addresses of changed requests."""

from __future__ import annotations

import pytest
from flask import Flask, request, url_for

from fabula.index.errors import OptionError
from fabula.search import Sort
from fabula.web.search_request import SearchRequest


def test_an_address_is_read_and_written_again(app: Flask) -> None:
    """Query, order and filters survive in an address; unknown parameters are dropped."""
    arguments = {"q": " my choice ", "sort": "title", "author": "Ada Merrow", "utm_source": "x"}
    asked = SearchRequest.from_arguments(arguments)
    assert asked == SearchRequest("my choice", Sort.TITLE, None, {"author": ("Ada Merrow",)})
    with app.test_request_context():
        assert asked.url() == "/search?q=my+choice&sort=title&author=Ada+Merrow"
        assert asked.without_filter("author", "Ada Merrow").with_sort(Sort.RELEVANCE).url() == "/search?q=my+choice"


@pytest.mark.parametrize(
    "text", ["a&b=c#d", "100% “été” + 曹雪芹", "it's (here), $1: /x;y?@!", '~*"<>\\|`^{}[]', "a\nb"]
)
def test_addresses_are_those_of_flask(app: Flask, text: str) -> None:
    """The characters that are quoted are those that url_for quotes."""
    asked = SearchRequest(text, Sort.DATE, "o10", {"tag": (text,)}, fold=False)
    arguments = {"q": text, "sort": "date", "tag": text, "editions": "all", "cursor": "o10"}
    with app.test_request_context():
        assert asked.url() == url_for("pages.search", **arguments)


def test_a_change_begins_at_the_first_page() -> None:
    """A cursor belongs to one order and one set of filters."""
    asked = SearchRequest("choice", cursor="o10")
    assert asked.with_sort(Sort.DATE).cursor is None
    assert asked.with_filter("lang", "en").cursor is None
    assert asked.with_cursor("o20").cursor == "o20"


def test_an_unknown_order_is_refused() -> None:
    """The message lists the known orders."""
    with pytest.raises(OptionError) as refused:
        SearchRequest.from_arguments({"q": "x", "sort": "colour"})
    assert "relevance" in refused.value.hint


@pytest.mark.parametrize(
    ("query", "part", "nearest", "changed"),
    [
        ("my chioce", "chioce", "choice", "my choice"),
        ('"my chioce" ship', '"my chioce"', "choice", '"my choice" ship'),
        ("“my chioce” ship", '"my chioce"', "choice", "“my choice” ship"),
        ("author:Mero lamp", "author:Mero", "Ada Merrow", 'author:"Ada Merrow" lamp'),
        ("author:“Ada Mero” lamp", 'author:"Ada Mero"', "Ada Merrow", 'author:"Ada Merrow" lamp'),
        ("lamp author:« Ada Mero » (oil OR gas)", 'author:"Ada Mero"', "Ada", 'lamp author:"Ada" (oil OR gas)'),
        ('lamp author:="Mero"', "author:=Mero", "Ada Merrow", 'lamp author:="Ada Merrow"'),
        ("author:=“Ada Mero” lamp", 'author:="Ada Mero"', "Ada Merrow", 'author:="Ada Merrow" lamp'),
        ('lamp speaker:"mr mero', 'speaker:"mr mero"', "Merrow", 'lamp speaker:"Merrow"'),
        ('"author:Mero" author:Mero', "author:Mero", "Ada", '"author:Mero" author:"Ada"'),
        ("lamp author:Mero", "author:Mero", 'Ada "Lamp" Lee', 'lamp author:«Ada "Lamp" Lee»'),
        ("lamp", "qqqq", "light", "light"),
    ],
)
def test_a_failed_word_is_replaced(query: str, part: str, nearest: str, changed: str) -> None:
    """The link to the nearest word has the same query with that word instead."""
    assert SearchRequest(query).replacing(part, nearest).query == changed


def test_a_filter_that_failed_is_replaced_as_filter() -> None:
    """If the failing condition is a filter of the address, the query stays as it is."""
    asked = SearchRequest("lamp", filters={"author": ("Mero",)}).replacing("author:Mero", "Ada Merrow")
    assert (asked.query, asked.filters) == ("lamp", {"author": ("Ada Merrow",)})


def test_a_condition_beside_a_filter_on_the_same_field() -> None:
    """The one that failed is replaced; the other stays."""
    asked = SearchRequest("lamp author:Mero", filters={"author": ("Lee",)}).replacing("author:Mero", "Ada Merrow")
    assert (asked.query, asked.filters) == ('lamp author:"Ada Merrow"', {"author": ("Lee",)})


def test_repeated_and_excluded_values_survive_an_address(app: Flask) -> None:
    """Each value once, in the order of the fields; blank ones are those of forms."""
    address = "/search?q=lamp&author=Ada&author=Lee&tag=%3DFluff&not_tag=AU&not_lang=de&editions=all"
    with app.test_request_context(f"{address}&author=Ada&author=+&not_author="):
        asked = SearchRequest.from_arguments(request.args)
        assert asked.filters == {"author": ("Ada", "Lee"), "tag": ("=Fluff",)}
        assert asked.exclude == {"tag": ("AU",), "lang": ("de",)}
        assert asked.url() == address
        assert asked.with_filter("author", "Ada").url() == address
        assert asked.with_filter("author", "Mo").without_filter("author", "Ada").filters["author"] == ("Lee", "Mo")
        assert asked.without_exclusion("tag", "AU").exclude == {"lang": ("de",)}
        assert asked.without_filter("tag", "=Fluff").filters == {"author": ("Ada", "Lee")}


def test_one_of_several_values_is_replaced() -> None:
    """That which failed, by an exact value if it was one."""
    asked = SearchRequest("lamp", filters={"author": ("=Mero", "Lee")}).replacing("author:=Mero", "Ada Merrow")
    assert asked.filters == {"author": ("Lee", "=Ada Merrow")}


def test_hidden_works_stay_shown_in_addresses(app: Flask) -> None:
    """Of filters, orders and pages."""
    with app.test_request_context("/search?q=lamp&hidden=1"):
        asked = SearchRequest.from_arguments(request.args)
        assert asked.options(1, (), remembered=False).show_hidden
        assert asked.with_sort(Sort.TITLE).url() == "/search?q=lamp&sort=title&hidden=1"
    assert not SearchRequest.from_arguments({"q": "lamp", "hidden": "0"}).show_hidden
    with pytest.raises(OptionError, match="hidden=yes"):
        SearchRequest.from_arguments({"q": "lamp", "hidden": "yes"})

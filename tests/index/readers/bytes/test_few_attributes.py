"""No element keeps more attributes than any page needs, and nothing else of a page changes."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.few_attributes import MAX_ATTRIBUTES, ordinary_tags, with_few_attributes
from fabula.index.readers.html.tree import EventKind, parse_events
from fabula.index.readers.html.tree.nesting import tag_names
from ....growth import grows_evenly

OPEN, TEXT = EventKind.OPEN, EventKind.TEXT


def attributes(count: int, written: str = "a{}=1") -> str:
    return " ".join(written.format(number) for number in range(count))


def opened(page: str, tag: str) -> list[int]:
    """How many attributes each of these elements has."""
    return [len(event.attributes) for event in parse_events(page) if event.kind is OPEN and event.value == tag]


def words(page: str) -> str:
    return "".join(event.value for event in parse_events(page) if event.kind is TEXT)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "a < b > c",
        "<p>a</p><!-- <p a=1> -->",
        f"<p {attributes(MAX_ATTRIBUTES)}>a</p>",
        f"<p>{attributes(1_000)}</p>",
        f"<!-- <p {attributes(1_000)}> -->",
        f'<p title="<p {attributes(1_000)}>">a</p>',
        "<p a='\">' b=\"'>\">a</p>",
        "<p class='" + "a " * 1_000 + "'>a</p>",
    ],
)
def test_pages_with_few_attributes_stay_as_they_are(page: str) -> None:
    """So do comments, the values of attributes, and text that looks like attributes."""
    assert with_few_attributes(page) == page


@pytest.mark.parametrize("written", ["a{}=1", "a{}", 'a{}=">"', "a{}='\"'", "a{} = 1", '"{}', "=a{}", "a{}=1/"])
@pytest.mark.parametrize("before", ["", "<!-- ' -->", '<i title="\'">', "<i title='<b \">'>"])
def test_further_attributes_are_left_out(before: str, written: str) -> None:
    """Those that come first are kept, however they are written, and the text is."""
    page = f"{before}<p {attributes(1_000, written)}>She left.</p><p>The end.</p>"
    assert opened(page, "p") == [MAX_ATTRIBUTES, 0]
    assert words(page) == "She left.The end."


@pytest.mark.parametrize(
    "before",
    [
        "<!-->",
        "<!--->",
        "<!-- --!>",
        '<!DOCTYPE html "<!--">',
        "<?xml <!-- ?>",
        '</ a=">',
        '</i a="<b c=\'">',
        "<script><!--</script>",
        "<style><!--</style>",
        "<TITLE><!--</title >",
        '<script>if (a<b c="</script>',
        "<textarea><i a='</textarea>",
        "<script>a</script><script>'<b c=\"</script>",
    ],
)
def test_nothing_hides_a_tag_that_a_parser_sees(before: str) -> None:
    """No comment that has ended, and no quote mark that is text."""
    page = f'{before}<p {attributes(1_000)}>She left.</p><i title="\'">-->'
    assert opened(page, "p") == [MAX_ATTRIBUTES]


@pytest.mark.parametrize("tag", ["html", "body", "BODY"])
def test_elements_that_are_merged_have_few_in_all(tag: str) -> None:
    """A page has one `<body>`, and it takes the attributes of each further one."""
    page = "<html><body><p>She left." + "".join(f"<{tag} a{number}=1>" for number in range(1_000)) + "</p>"
    assert sum(opened(page, tag.lower())) == MAX_ATTRIBUTES
    assert words(page) == "She left."


def test_xhtml_has_few_attributes_too() -> None:
    """Whatever reads it."""
    many = attributes(1_000, 'a{}="1"')
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p {many}>a</p></body></html>'
    assert opened(page, "p") == [MAX_ATTRIBUTES]


@given(st.text(alphabet="<>ab=\"'/ !-\n", max_size=200))
def test_any_text_with_few_attributes_stays_as_it_is(page: str) -> None:
    """Two hundred characters have too few attributes to lose one."""
    assert with_few_attributes(page) == page


@pytest.mark.parametrize(
    "unit",
    [
        "<a",
        "<a ",
        "<a b='",
        '<a b="',
        "<!--",
        "<a b=<",
        '<a "',
        "<a =",
        "<a/",
        "=",
        "<html ",
        "<body a='",
        "</a b='",
        "<script>",
        "<style></script>",
        "<!",
        "<!---",
        "<?",
    ],
)
def test_takes_linear_time(unit: str) -> None:
    """Also over tags, values and comments that nothing ends."""
    assert grows_evenly(lambda size: with_few_attributes(unit * size), 200_000)


PIECES = (
    "<", "</", ">", "/>", "p", "i", "html", "body", " ", "a", "=", '"', "'", "<p>", "<i class='x'>", "</i>", "<br/>",
    "<!--", "-->", "<!doctype html>", "<script>", "</script>", " a=1", ' b="x y"', "\n", "\xa0", "text", "<title>",
    "</title>", "?", "/", "<b a b c>", "&", "<I>", "</b/>", " " + " ".join(f"a{n}" for n in range(200)),
)  # fmt: skip


def test_ordinary_tags_are_those_of_every_way_to_read_them() -> None:
    """Where all tags are ordinary, their names are those that the careful way finds, and no attribute is left out."""
    chance = random.Random(2)
    found = 0
    for _ in range(20_000):
        markup = "".join(chance.choices(PIECES, k=chance.randrange(1, 10)))
        names = ordinary_tags(markup)
        if names is not None:
            found += 1
            assert names == list(tag_names(markup)), markup
            assert with_few_attributes(markup) == markup, markup
    assert found > 5_000


@pytest.mark.parametrize("unit", ["<", "<a ", "<a b='", '<a b="x" ', "<a b=c", "<!", "<a/", "a "])
def test_ordinary_tags_are_found_in_linear_time(unit: str) -> None:
    """Also where nothing ends a tag or a value."""
    assert grows_evenly(lambda size: ordinary_tags(unit * size), 200_000)


@pytest.mark.parametrize("kind", ["html", "xhtml"])
def test_an_element_with_many_attributes_is_parsed_in_linear_time(kind: str) -> None:
    """lexbor compares each with all before it, and lxml looks for each from the first on."""
    head = '<html xmlns="http://www.w3.org/1999/xhtml">' if kind == "xhtml" else "<html>"

    def parse(count: int) -> None:
        many = attributes(count, 'a{}="1"')
        list(parse_events(f"{head}<body><p {many}>a</p></body></html>"))

    assert grows_evenly(parse, 40_000)


@pytest.mark.parametrize(
    "unit", ["</I", "<a b='", "<a '>", '<a "b=\'>"', '<p a=">', "<b \"'", "<p a='>'\"", "<!--<p '"]
)
def test_quotes_that_nothing_closes_are_parsed_in_linear_time(unit: str) -> None:
    """Whether the page is read or is nested too deeply."""

    def parse(count: int) -> None:
        with suppress(UnreadableSource):
            list(parse_events(unit * count))

    assert grows_evenly(parse, 4_000)

"""All addresses of one work have one spelling, and those of different works never share one."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.identity import canonical_address

# The spellings of one work's address at each archive, the canonical one first.
SPELLINGS = {
    "archiveofourown.org/works/12": [
        "https://archiveofourown.org/works/12/chapters/34?view=full#x",
        "http://www.archiveofourown.org/collections/yule/works/12",
        "https://archiveofourown.org/works/12?view_adult=true&view_full_work=true&style=disable#comments",
        "https://archiveofourown.org/downloads/12/A%20Title.epub?updated_at=1700000000",
        "https://download.archiveofourown.org/downloads/12/A.html",
        "https://archiveofourown.gay/works/12/navigate",
        "archiveofourown.org/works/12",
    ],
    "fanfiction.net/s/99": [
        "https://www.fanfiction.net/s/99/3/A-Title",
        "https://m.fanfiction.net/s/99/1/",
        "HTTP://WWW.FANFICTION.NET:80/s/99",
        "//www.fanfiction.net/s/99/1/",
    ],
    "fictionpress.com/s/99": ["https://www.fictionpress.com/s/99/3/A-Title"],
    "tales.org/viewstory.php?sid=12": [
        "http://www.tales.org/viewstory.php?sid=12",
        "https://tales.org/viewstory.php?sid=12&chapter=3",
        "https://tales.org./viewstory.php?sid=12&index=1",
        "https://TALES.org/viewstory.php?chapter=all&textsize=0&action=printable&sid=12&PHPSESSID=0f3e",
        "https://tales.org/viewstory.php?sid=12&amp;ageconsent=ok&amp;warning=4",
        "https://web.archive.org/web/20100203040506/http://www.tales.org/viewstory.php?sid=12&chapter=2",
        "https://web.archive.org/web/20100203040506id_/http:/tales.org/viewstory.php?sid=%31%32",
        "https://archive.ph/20210101/http://tales.org/viewstory.php?sid=12",
    ],
    "tales.org/hp/fic/viewstory.php?sid=12": ["http://tales.org/hp/fic/viewstory.php?sid=12&ageconsent=ok#story"],
    "royalroad.com/fiction/5": [
        "https://www.royalroad.com/fiction/5/a-slug",
        "https://www.royalroad.com/fiction/5/another-slug/chapter/77/one",
        "https://royalroadl.com/fiction/5",
    ],
    "forums.spacebattles.com/threads/123": [
        "https://forums.spacebattles.com/threads/a-quest.123/",
        "https://forums.spacebattles.com/threads/a-quest.123/page-4#post-9",
        "https://forums.spacebattles.com/threads/renamed.123/reader/page-2?threadmark_category=1",
        "https://forums.spacebattles.com/threads/123/",
        "https://forums.spacebattles.com/threads/a-quest.123/threadmarks",
        "https://forums.spacebattles.com/index.php?threads/a-quest.123/page-2",
    ],
    "forum.example.org/board/threads/7": ["https://forum.example.org/board/threads/slug.with.dots.7/post-88"],
    "wattpad.com/story/8": ["https://www.wattpad.com/story/8-the-lamp", "https://embed.wattpad.com/story/8"],
    "wattpad.com/9": ["https://www.wattpad.com/9-the-lamp-chapter-one?utm_medium=link"],
    "fimfiction.net/story/6": ["https://www.fimfiction.net/story/6/2/the-lamp/noon"],
    "literotica.com/s/the-lamp": [
        "https://www.literotica.com/s/the-lamp?page=2",
        "https://literotica.com/s/the-lamp#comments",
    ],
    "ann-author.livejournal.com/123.html": [
        "https://ann-author.livejournal.com/123.html?style=mine&thread=4#t4",
        "http://www.livejournal.com/users/ann_author/123.html?mode=reply",
        "http://users.livejournal.com/ann_author/123.html",
    ],
    "ann.dreamwidth.org/5.html": [
        "https://ann.dreamwidth.org/5.html?format=light",
        "http://www.dreamwidth.org/~ann/5.html",
    ],
    "ann.tumblr.com/post/77": [
        "https://ann.tumblr.com/post/77/the-lamp",
        "https://www.tumblr.com/ann/77/the-lamp?source=share",
        "https://www.tumblr.com/blog/view/ann/77",
    ],
    "scribblehub.com/series/4": [
        "https://www.scribblehub.com/series/4/the-lamp/",
        "https://www.scribblehub.com/read/4-the-lamp/chapter/55/",
    ],
    "webnovel.com/book/888": ["https://www.webnovel.com/book/the-lamp_888/noon_999", "https://m.webnovel.com/book/888"],
    "squidgeworld.org/works/3": ["https://squidgeworld.org/works/3/chapters/4?view_adult=true"],
    "adastrafanfic.com/works/3": ["https://www.adastrafanfic.com/works/3"],
    "blog.example.org?p=123": [
        "https://blog.example.org/?p=123",
        "https://blog.example.org/index.php?p=123&replytocom=9#respond",
    ],
    "gutenberg.org/ebooks/1661": [
        "https://www.gutenberg.org/ebooks/1661/",
        "https://www.gutenberg.org/files/1661/1661-h/1661-h.htm",
        "http://www.gutenberg.org/ebooks/1661.epub.noimages",
        "http://www.gutenberg.org/1661",
        "https://gutenberg.org/cache/epub/1661/pg1661.txt",
    ],
    "ncode.syosetu.com/n1234ab": ["https://ncode.syosetu.com/n1234ab/3/"],
    "forum.org/showthread.php?t=4": ["http://forum.org/showthread.php?t=4&page=3&s=0f3e"],
    # No rule is known: all of the query counts, in one order and one spelling.
    "example.org/read?id=1&volume=%C3%A9": [
        "https://example.org/read?id=1&volume=é",
        "http://www.example.org/read/?volume=%c3%a9&id=1",
        "https://example.org//a/../read?volume=é&&id=%31&utm_source=x&fbclid=y",
        "https://example.org:443/read;jsessionid=0F?id=1;volume=é#top",
    ],
    "xn--mrchen-bua.de/a": ["https://märchen.de/a", "https://XN--MRCHEN-BUA.de/a/"],
    "example.org:8080/a": ["http://example.org:8080/a"],
    "example.org/app#!/stories/5": ["https://example.org/app#!/stories/5/"],
}


@pytest.mark.parametrize(
    ("expected", "address"), [(expected, address) for expected, spellings in SPELLINGS.items() for address in spellings]
)
def test_an_address_has_one_spelling(expected: str, address: str) -> None:
    """What an archive adds does not matter: chapters, pages, slugs, views, consent, sessions, hosts for telephones."""
    assert canonical_address(address) == expected


@pytest.mark.parametrize("expected", SPELLINGS)
def test_the_canonical_spelling_is_its_own(expected: str) -> None:
    """It may be kept and looked at again."""
    if "?p=" not in expected:
        assert canonical_address(f"https://{expected}") == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "https://example.org/index.html",
        "https://example.org/?utm_source=feed",
        "https://example.org/#top",
        "http://[broken",
        "http://a b/c",
        "http://example.org:port/a",
        "http://" + "é" * 300 + ".org/a",
        "mailto:ann@example.org",
        "urn:uuid:0f3e",
        "file:///home/ann/story.html",
        "data:text/html,story",
        "The Lamp",
        "https://example.org/" + "a" * 3_000,
        "",
    ],
)
def test_a_front_page_and_nonsense_name_no_work(address: str) -> None:
    """Such an address would be that of many works, or of none."""
    assert canonical_address(address) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.org/viewstory.php?sid=1", "http://a.org/viewstory.php?sid=2"),
        ("http://a.org/viewstory.php?sid=1", "http://b.org/viewstory.php?sid=1"),
        ("http://a.org/x/viewstory.php?sid=1", "http://a.org/y/viewstory.php?sid=1"),
        ("http://a.org/story.asp?id=1", "http://a.org/story.asp?id=2"),
        ("http://a.org/?p=1", "http://a.org/?p=2"),
        ("http://a.org/read?chapter=1", "http://a.org/read?chapter=2"),
        ("https://archiveofourown.org/works/1", "https://squidgeworld.org/works/1"),
        ("https://www.fanfiction.net/s/1", "https://www.fictionpress.com/s/1"),
        ("https://forums.spacebattles.com/threads/a.1/", "https://forums.sufficientvelocity.com/threads/a.1/"),
        ("https://a.tumblr.com/post/1", "https://b.tumblr.com/post/1"),
        ("https://a.livejournal.com/1.html", "https://a.dreamwidth.org/1.html"),
        ("https://www.literotica.com/s/the-lamp", "https://www.literotica.com/s/the-lamp-ch-02"),
        ("https://german.literotica.com/s/a", "https://www.literotica.com/s/a"),
        ("http://localhost:8001/a", "http://localhost:8002/a"),
        ("http://a.org/A", "http://a.org/a"),
    ],
)
def test_different_works_never_share_a_spelling(one: str, other: str) -> None:
    """Whatever may name the work stays."""
    assert canonical_address(one) and canonical_address(other)
    assert canonical_address(one) != canonical_address(other)


@given(st.text(max_size=80))
def test_any_text_has_an_answer(text: str) -> None:
    """Addresses come out of hostile files."""
    for address in (text, f"http://{text}", f"http://a.org/{text}", f"http://a.org/read?{text}"):
        canonical = canonical_address(address)
        assert canonical == canonical.strip()
        # The canonical spelling is an address of the same work.
        assert not canonical or "?" in canonical or canonical_address(f"http://{canonical}") == canonical


@given(
    st.dictionaries(st.from_regex(r"[a-eg-z]{1,3}", fullmatch=True), st.text(min_size=1, max_size=5), max_size=5),
    st.randoms(),
)
def test_the_order_of_a_query_does_not_matter(query: dict[str, str], shuffler: object) -> None:
    """Nor whether a character is escaped that need not be."""
    pairs = [f"{name}={quote(value, safe='')}" for name, value in query.items()]
    sorted_first = canonical_address("http://a.org/read?" + "&".join(sorted(pairs)))
    shuffler.shuffle(pairs)  # type: ignore[attr-defined]
    assert canonical_address("http://a.org/read?" + "&".join([*pairs, "utm_campaign=x"])) == sorted_first

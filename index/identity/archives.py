"""What archives of stories add to a work's address. One table; the code that reads it is in address.py.

An archive is known by its hosts, or, where many run the same software, by the form of its paths. Everything that a rule
does not take over (slugs, chapters, pages, views, sessions, consent to adult content) is left out. An address that no
rule fits counts whole, but for `IGNORED_PARAMETERS`.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class ArchiveRule(NamedTuple):
    """How the addresses of works look at one archive, or at all archives with the same software.

    hosts    a regular expression for the whole host, without "www." and its like; ".*" for any.
    path     a regular expression for the whole path, without a slash at its end.
    address  the canonical address; {host} stands for the host, {1} for the first group of `path`, {name} for a
             named one of `hosts`.
    keys     the parameters of the query that name the work, in their order; the rule fits only where all are there.
    """

    hosts: str
    path: str
    address: str
    keys: tuple[str, ...] = ()


# No archive names its works by these: campaigns, sessions, consent, how a page is shown.
IGNORED_PARAMETERS = re.compile(
    r"utm_\w+|ga_\w+|mc_[ce]id|pk_\w+|_ga|_gl|fbclid|gclid|dclid|msclkid|yclid|igshid|twclid|srsltid|ref_src|ref_url"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken|session_?id|sessid|zenid|oscsid"
    r"|view_adult|view_full_work|ageconsent|age_?verif\w*|adult_?consent|over_?18|warning"
    r"|textsize|font_?size|replytocom|__cf_chl_\w+",
    re.IGNORECASE,
)

# What stands after a name of the archive in the address of a single chapter, a page of it, a reader's view.
_REST = r"(?:/.*)?"

# The first rule that fits counts.
ARCHIVE_RULES = (
    # The Archive of Our Own, under all of its hosts.
    ArchiveRule(
        r"(?:\w+\.)?(?:archiveofourown\.(?:org|com|net|gay)|ao3\.org)",
        rf"(?:/collections/[^/]+)?/(?:works|downloads)/(\d+){_REST}",
        "archiveofourown.org/works/{1}",
    ),
    ArchiveRule(r"(fanfiction\.net|fictionpress\.com)", rf"/s/(\d+){_REST}", "{host}/s/{1}"),
    ArchiveRule(r"(?:royalroad|royalroadl)\.com", rf"/fiction/(\d+){_REST}", "royalroad.com/fiction/{1}"),
    ArchiveRule(r"(?:\w+\.)?wattpad\.com", rf"/story/(\d+)(?:-[^/]*)?{_REST}", "wattpad.com/story/{1}"),
    # A part of a story, which has a number of its own.
    ArchiveRule(r"(?:\w+\.)?wattpad\.com", rf"/(\d+)(?:-[^/]*)?{_REST}", "wattpad.com/{1}"),
    ArchiveRule(r"fimfiction\.(?:net|com)", rf"/story/(?:download/)?(\d+){_REST}", "fimfiction.net/story/{1}"),
    ArchiveRule(r"scribblehub\.com", rf"/(?:series/|read/)(\d+)(?:-[^/]*)?{_REST}", "scribblehub.com/series/{1}"),
    ArchiveRule(r"webnovel\.com", rf"/book/(?:[^/]*_)?(\d+){_REST}", "webnovel.com/book/{1}"),
    ArchiveRule(r"quotev\.com", rf"/story/(\d+){_REST}", "quotev.com/story/{1}"),
    ArchiveRule(r"asianfanfics\.com", rf"/story/view/(\d+){_REST}", "asianfanfics.com/story/view/{1}"),
    ArchiveRule(r"ficbook\.net", rf"/readfic/([\w-]+){_REST}", "ficbook.net/readfic/{1}"),
    ArchiveRule(r"tthfanfic\.org", rf"/(?:T-\d+/)?Story-(\d+)(?:-[^/]*)?{_REST}", "tthfanfic.org/Story-{1}"),
    ArchiveRule(r"storiesonline\.net", r"/[sn]/(\d+)(?:[:/].*)?", "storiesonline.net/s/{1}"),
    ArchiveRule(r"[\w-]+\.adult-fanfiction\.org", r"/story\.php", "{host}/story.php", ("no",)),
    # Its stories go over several pages; other languages have other hosts, and other stories.
    ArchiveRule(r"(?:[\w-]+\.)?literotica\.com", r"(/s/[^/]+)", "{host}{1}"),
    ArchiveRule(r"(ncode|novel18)\.syosetu\.com", rf"/(n\w+){_REST}", "{host}/{1}"),
    ArchiveRule(r"kakuyomu\.jp", rf"/works/(\d+){_REST}", "kakuyomu.jp/works/{1}"),
    ArchiveRule(r"pixiv\.net", r"(?:/\w\w)?/novel/show\.php", r"pixiv.net/novel/show.php", ("id",)),
    ArchiveRule(r"(?:my\.)?jjwxc\.net", r"/onebook(?:_vip)?\.php", r"jjwxc.net/onebook.php", ("novelid",)),
    ArchiveRule(
        r"(?:\w+\.)?gutenberg\.org",
        r"/(?:(?:ebooks|etext|files|cache/epub)/)?(\d+)(?:[./].*)?",
        "gutenberg.org/ebooks/{1}",
    ),
    # LiveJournal's software; a user's own host comes after the shared ones.
    ArchiveRule(
        r"(?:users\.|community\.)?(?P<site>livejournal|dreamwidth|insanejournal|journalfen|deadjournal)\.(?P<top>\w+)",
        r"(?:/users|/community|/~)?/?([\w-]+)/(\d+)\.html",
        "{1}.{site}.{top}/{2}.html",
    ),
    ArchiveRule(
        r"[\w-]+\.(?:livejournal|dreamwidth|insanejournal|journalfen|deadjournal)\.\w+", r"(/\d+\.html)", "{host}{1}"
    ),
    ArchiveRule(r"tumblr\.com", rf"(?:/blog/view)?/([\w-]+)/(\d+){_REST}", "{1}.tumblr.com/post/{2}"),
    ArchiveRule(r"[\w-]+\.tumblr\.com", rf"/post/(\d+){_REST}", "{host}/post/{1}"),
    ArchiveRule(r"deviantart\.com", r"/([\w-]+)/art/(?:[^/]*-)?(\d+)", "{1}.deviantart.com/art/{2}"),
    ArchiveRule(r"[\w-]+\.deviantart\.com", r"/art/(?:[^/]*-)?(\d+)", "{host}/art/{1}"),
    # Software that many archives run. eFiction, in any folder:
    ArchiveRule(r".*", r"(.*/viewstory\.php)", "{host}{1}", ("sid",)),
    # The software of the Archive of Our Own at other archives, such as SquidgeWorld and Ad Astra.
    ArchiveRule(
        r".*", r"(?:/collections/[^/]+)?/works/(\d+)(?:/chapters/\d+|/navigate|/comments)?", "{host}/works/{1}"
    ),
    # XenForo (SpaceBattles, Sufficient Velocity, Questionable Questing): pages, posts and readers of a thread.
    ArchiveRule(
        r".*",
        r"(.*)/threads/(?:[^/]*\.)?(\d+)(?:/(?:\d+/)?(?:page-?\d+|reader|threadmarks|post-\d+|latest|unread)?"
        r"(?:/page-?\d+)?)?",
        "{host}{1}/threads/{2}",
    ),
    # vBulletin, phpBB, Simple Machines: a thread's other parameters are its forum and page.
    ArchiveRule(r".*", r"(.*/showthread\.php)", "{host}{1}", ("t",)),
    ArchiveRule(r".*", r"(.*/viewtopic\.php)", "{host}{1}", ("t",)),
)

"""The one spelling of a work's address, by which files of one work in several formats are known as one."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from .archives import ARCHIVE_RULES, IGNORED_PARAMETERS, ArchiveRule

# Longer ones are no addresses of works: a page may hold a whole picture in one.
_MAX_ADDRESS_CHARS = 2_000
_MAX_PARAMETERS = 64
# "www.", and hosts for telephones.
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|wap|amp)\.(?=[^.]+\.)")
_DEFAULT_PORTS = (None, 80, 443)
_WITHOUT_SCHEME = re.compile(r"(?://)?(?=[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?/)", re.IGNORECASE)
# The Wayback Machine and archive.today keep pages under the address that they had.
_SNAPSHOT = re.compile(
    r"https?://(?:web\.archive\.org/(?:web/)?|archive\.(?:is|ph|today|vn|li|md|fo)/)\d{4,14}(?:[a-z]{2}_)?/"
    r"(?=(?:https?:/|[\w-]+\.)[^\s]*)",
    re.IGNORECASE,
)
_ROUTE = re.compile(r"threads/[^&;=]+")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|[0-9a-f:.]+", re.IGNORECASE)
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:html?|php\d?|aspx?|cgi)$", re.IGNORECASE)


@lru_cache(maxsize=1024)
def canonical_address(address: str) -> str:
    """The canonical spelling of an address, without its scheme; "" if it can be no work's.

    What the archive is known to add (archives.py) is left out, as are sessions and campaigns. All other addresses count
    whole, with the query in order, for nobody knows which part of it names the work. A site's front page is the address
    of no single work.

    >>> canonical_address("https://archiveofourown.org/works/123/chapters/456?view_adult=true#main")
    'archiveofourown.org/works/123'
    >>> canonical_address("HTTP://Tales.example.org:80/fic/viewstory.php?sid=7&textsize=0&chapter=2")
    'tales.example.org/fic/viewstory.php?sid=7'
    >>> canonical_address("https://example.org/read?volume=2&id=1&utm_source=feed")
    'example.org/read?id=1&volume=2'
    """
    parts = _split(address)
    host = _host(parts) if parts is not None else ""
    if parts is None or not host:
        return ""
    path, query = parts.path, parts.query
    if match := _ROUTE.match(query):
        # Forums whose server rewrites no addresses name their pages after the question mark.
        path, query = f"{_INDEX_PAGE.sub('', path)}/{match[0]}", query[match.end() :]
    path, parameters = _path(path), _parameters(query)
    for rule in ARCHIVE_RULES:
        if canonical := _apply(rule, host, path, parameters):
            return canonical
    path = _INDEX_PAGE.sub("", path)
    kept = sorted(name + value for name, value in parameters if not IGNORED_PARAMETERS.fullmatch(name))
    query = f"?{'&'.join(kept)}" if kept else ""
    # Pages that are made by scripts have addresses such as "#!/stories/12".
    fragment = f"#{parts.fragment.rstrip('/')}" if parts.fragment.startswith(("!/", "/")) else ""
    return f"{host}{path}{query}{fragment}" if path or query or fragment else ""


def address_host(canonical: str) -> str:
    """The host of a canonical address."""
    return re.split("[/?#]", canonical, maxsplit=1)[0]


def _split(address: str) -> SplitResult | None:
    # Addresses in the text of a page may be escaped once more than those in its code.
    address = address.strip().replace("&amp;", "&")
    if not address or len(address) > _MAX_ADDRESS_CHARS:
        return None
    if match := _SNAPSHOT.match(address):
        # Some copies have lost a slash of "http://".
        address = re.sub(r"^(https?):/+", r"\1://", address[match.end() :], flags=re.IGNORECASE)
    if match := _WITHOUT_SCHEME.match(address):
        address = f"http://{address[match.end() :]}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def _host(parts: SplitResult) -> str:
    """The host in ASCII and lower case, without what many put before it; with the port if it is no usual one."""
    try:
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            return ""
    host = _HOST_PREFIX.sub("", host, count=1)
    if not _HOST.fullmatch(host):
        return ""
    return host if port in _DEFAULT_PORTS else f"{host}:{port}"


def _path(path: str) -> str:
    """`path` with its escapes in one spelling, without sessions, "." and "..", and slashes at its end."""
    path = _SESSION_IN_PATH.sub("", _normal_escapes(path))
    path = re.sub("/{2,}", "/", path)
    return posixpath.normpath(path).rstrip("/") if path.strip("/") else ""


def _normal_escapes(text: str) -> str:
    """`text` percent-encoded where that is needed, and nowhere else (RFC 3986, section 6.2.2)."""
    if not text.isascii() or " " in text:
        text = "".join(
            char if char.isascii() and char != " " else "".join(f"%{byte:02X}" for byte in char.encode())
            for char in text
        )
    return _ESCAPE.sub(_normal_escape, text)


def _normal_escape(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code in _UNRESERVED else f"%{code:02X}"


def _parameters(query: str) -> list[tuple[str, str]]:
    """The parameters of a query in their order; "=" stands before each value that there is."""
    pairs = []
    for part in re.split("[&;]", query)[:_MAX_PARAMETERS]:
        name, separator, value = part.partition("=")
        if part:
            pairs.append((_normal_escapes(name), separator + _normal_escapes(value)))
    return pairs


def _apply(rule: ArchiveRule, host: str, path: str, parameters: list[tuple[str, str]]) -> str:
    """The address by this rule; "" if it does not fit."""
    values = []
    for key in rule.keys:
        value = next((value for name, value in parameters if name.lower() == key and len(value) > 1), "")
        if not value:
            return ""
        values.append(key + value)
    site = re.fullmatch(rule.hosts, host)
    page = re.fullmatch(rule.path, path, re.IGNORECASE) if site else None
    if site is None or page is None:
        return ""
    canonical = rule.address.format(host, *page.groups(), host=host, **site.groupdict())
    # A user's name may have become a host, which knows neither capitals nor underscores.
    name = address_host(canonical)
    canonical = name.lower().replace("_", "-") + canonical[len(name) :]
    return f"{canonical}?{'&'.join(values)}" if values else canonical

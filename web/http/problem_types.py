"""The kinds of errors over HTTP: one table for statuses, JSON and the page that documents them.

Problem details (RFC 9457, section 3.1.1) name a kind by an address; ours lead to the page `/problems`, with the code as
fragment. They are relative, with a whole path, as a server has as many names as people give it.
"""

from __future__ import annotations

from typing import NamedTuple

MEDIA = "application/problem+json"
_PAGE = "/problems"


class ProblemType(NamedTuple):
    """A kind of error.

    code     its stable name.
    status   of HTTP.
    title    its heading, the same for each error of the kind.
    meaning  when it happens, and what to do.
    """

    code: str
    status: int
    title: str
    meaning: str

    @property
    def address(self) -> str:
        """What names it in problem details.

        >>> problem_type("not-found", 404).address
        '/problems#not-found'
        """
        return f"{_PAGE}#{self.code}"


_UNAVAILABLE = "The library is not available"
_TOO_DEAR = "That takes too long to find"

PROBLEM_TYPES = (
    ProblemType(
        "bad-query", 400, "That cannot be searched for", "The query has no words, or is longer than a query may be."
    ),
    ProblemType(
        "bad-option",
        400,
        "That cannot be asked for",
        "A parameter is unknown, or has a value that is not possible. The message names it, the hint what is possible.",
    ),
    ProblemType(
        "foreign-host", 400, "That is another server", "The Host of the request is none that the server answers for."
    ),
    ProblemType("token-needed", 401, "That needs a token", "The server shows nothing without its token; send it."),
    ProblemType(
        "not-found",
        404,
        "There is nothing here",
        "No work or scene has this id. It may have been removed; search for a line of it.",
    ),
    ProblemType(
        "cursor-expired",
        410,
        "That page is gone",
        "The cursor is of a commit that is no longer kept: commits are kept for ten minutes after their last use. "
        "Ask for the first page again, without a cursor.",
    ),
    ProblemType("no-page", 404, "There is nothing here", "No page and no endpoint has this address."),
    ProblemType(
        "method-not-allowed", 405, "That is not how this page works", "Everything here is only read: GET, HEAD."
    ),
    ProblemType("too-long", 414, "That address is too long", "The address is longer than a search can be."),
    ProblemType(
        "rate-limited",
        429,
        "That was too often",
        "The client has asked as often as it may. Ask again after Retry-After.",
    ),
    ProblemType(
        "http-error", 400, "That request makes no sense", "The request breaks a rule of HTTP; the status says which."
    ),
    ProblemType("internal", 500, "Something broke", "The fault is ours. The log of the server says what happened."),
    ProblemType("error", 500, "Something broke", "The answer could not be made. The log of the server says why."),
    ProblemType(
        "query-too-dear",
        503,
        _TOO_DEAR,
        "The answer would take more time or memory than it may. Asking again would not help: no Retry-After; "
        "the hint says what is cheaper.",
    ),
    ProblemType(
        "query-abandoned", 503, _UNAVAILABLE, "The work for the answer ended, as the client or the server went away."
    ),
    ProblemType(
        "server-full",
        503,
        _TOO_DEAR,
        "The query takes long, and others like it are being answered first. Ask again after Retry-After.",
    ),
    ProblemType("library-closed", 503, _UNAVAILABLE, "The server has closed the library; it is stopping."),
    ProblemType("library-missing", 503, _UNAVAILABLE, "There is no library where the server looks for one."),
    ProblemType("library-damaged", 503, _UNAVAILABLE, "The library is damaged, and the answer needs the damaged part."),
    ProblemType("library-too-new", 503, _UNAVAILABLE, "The library was written by a later Fabula than the server's."),
    ProblemType("library-too-old", 503, _UNAVAILABLE, "The library has a format that the server no longer reads."),
    ProblemType("library-busy", 503, _UNAVAILABLE, "Another process is writing. Ask again after Retry-After."),
    ProblemType("library-full", 503, _UNAVAILABLE, "The disk of the library is full, or may not be written to."),
    ProblemType("not-a-library", 503, _UNAVAILABLE, "Something else than a library is where the server looks for one."),
    ProblemType(
        "bad-settings", 503, _UNAVAILABLE, "The library.toml of the library has a mistake; its log names the line."
    ),
    ProblemType("library-error", 503, _UNAVAILABLE, "The library cannot be used."),
)
_BY_CODE = {kind.code: kind for kind in PROBLEM_TYPES}


def problem_type(code: str, status: int) -> ProblemType:
    """The kind of this code; for a code without a row the general kind of the status.

    >>> problem_type("not-found", 404).title
    'There is nothing here'
    >>> problem_type("http-413", 413).code, problem_type("extra-needed", 500).code
    ('http-error', 'error')
    """
    return _BY_CODE.get(code) or _BY_CODE["error" if status >= 500 else "http-error"]

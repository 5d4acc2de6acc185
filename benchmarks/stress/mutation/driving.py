"""Asks a library everything that it can be asked, and says what came that is neither an answer nor a named error."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from benchmarks.faults.stories import make_story
from fabula.index import UpdateOptions, add_works, check, repair, update
from fabula.index.errors import FabulaError
from fabula.index.shapes import Misshapen, Shape
from fabula.index.transfer.export_works import export_works
from fabula.web.api.answers import LINES, PROBLEM, TABLE
from fabula.web.api.endpoints import ENDPOINTS
from fabula.web.app import create_app
from fabula.web.cli.group import fabula
from fabula.web.library_handle import EXTENSION, LibraryHandle
from .forged_values import ATTRIBUTE, ELEMENT

__all__ = ["MAX_SECONDS", "TooSlow", "drive", "make_app"]

# One answer may take so much processor time; other work on the machine is no fault of ours.
MAX_SECONDS = 2.0
_PAGES = (
    "/",
    "/search?q=lamp",
    '/search?q="been my choice"&in=story',
    "/search?q=-winter&sort=words",
    "/search?q=cho* answerd~",
    '/search?q=~"the of"~8',
    "/search?q=author:ann",
    "/search?q=speaker:ilse",
    "/quote?q=You should have been my choice",
    "/works",
    "/works?q=story",
    "/works/{work}",
    "/scenes/{scene}",
    "/scenes/{scene}?q=lamp",
    "/library",
    "/library/duplicates",
)
_API = (
    "search?q=lamp&facet=author,lang,speaker&limit=50",
    'search?q="been my choice"&editions=all',
    "search?q=harbor~ OR keep*",
    'search?q="would choice"~9&remembered=1',
    "quote?q=You would have been the choice of me",
    "quote?q=a lamp&plot=1",
    "works?limit=5",
    "works.csv",
    "works.ndjson",
    "works/{work}",
    "scenes/{scene}",
    "duplicates?min_share=0.1",
    "duplicates.csv",
    "growth",
    "growth.csv",
    "stats",
)
_COMMANDS = (
    ("works",),
    ("works", "{work}"),
    ("search", "lamp"),
    ("search", "--json", "choice"),
    ("show", "{scene}"),
    ("stats",),
    ("stats", "--history"),
    ("stats", "--svg", "-"),
    ("sources",),
    ("sources", "--patterns"),
    ("report",),
    ("report", "--list"),
    ("report", "--compare", "2", "3"),
    ("duplicates",),
    ("restore",),
)
_FORMULA = re.compile(r"[=+@\t\r＝＋＠]|-(?![0-9.])")
_LINKS = re.compile(r"(?:https?://|/|#|\?|data:image/svg)")
# These move the cursor of a terminal or reverse a line.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class TooSlow(BaseException):
    """One answer took too long. No FabulaError, and no Exception that anybody would catch."""


Question = Callable[[], str]
"""Returns what is wrong with the answer, "" if nothing is. May raise anything."""


def make_app() -> Any:
    """The application that answers for one library after the other. Errors without a name come out of it."""
    app = create_app("/nowhere")
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def drive(app: Any, library: Path, ids: tuple[str, str], rng: random.Random, share: float = 1.0) -> list[str]:
    """Ask everything, or a random `share` of it. Returns the faults, in words, with the end of the traceback.

    ids  those of a work and of a scene that the library had before it was changed.
    """
    app.extensions[EXTENSION] = LibraryHandle(library)
    questions = [*_questions(app.test_client(), library, *ids)]
    chosen = rng.sample(range(len(questions)), min(len(questions), max(1, round(share * len(questions)))))
    # The order stays, because the last ones write.
    return [fault for place in sorted(chosen) if (fault := _ask(*questions[place]))]


def _ask(name: str, ask: Question) -> str:
    started = time.process_time()
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        problem = ask()
    except FabulaError as error:
        # Whoever gets it must be able to print it, and to know what to do.
        problem = "" if str(error) and error.code else "an error that says nothing"
    except (TooSlow, Exception) as error:  # noqa: BLE001 - a fault, which is what is looked for
        problem = f"{type(error).__name__}: {str(error)[:200]}\n{_where(error)}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - started
    if not problem and seconds > MAX_SECONDS:
        problem = f"took {seconds:.1f} s"
    return f"{name}: {problem}" if problem else ""


def _stop(*_: object) -> None:
    raise TooSlow


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return "\n".join(f"    {Path(each.filename).name}:{each.lineno} {each.line}" for each in frames)


def _questions(client: Any, library: Path, work: str, scene: str) -> Iterator[tuple[str, Question]]:
    for pattern in _PAGES:
        address = pattern.format(work=work, scene=scene)
        yield address, partial(_page, client, address)
    for pattern in _API:
        address = f"/api/v1/{pattern.format(work=work, scene=scene)}"
        yield address, partial(_api, client, address, _answer_of(f"/api/v1/{pattern}"))
    for pattern_words in _COMMANDS:
        words = [word.format(work=work, scene=scene) for word in pattern_words]
        yield " ".join(words), partial(_command, library, words)
    writers: dict[str, Callable[[Path], object]] = {
        "check": check,
        "export": _export,
        "update --dry-run": partial(update, options=UpdateOptions(workers=0, dry_run=True)),
        "update": partial(update, options=UpdateOptions(workers=0)),
        "index": _add,
        "check --repair": repair,
    }
    for name, write in writers.items():
        yield name, partial(_no_answer, write, library)


def _answer_of(pattern: str) -> Shape:
    """The shape that the answer at such an address has."""
    rule = re.sub(r"\{(\w+)\}", r"<\1_id>", pattern.partition("?")[0])
    return next(endpoint.answer for endpoint in ENDPOINTS if endpoint.rule == rule)


def _address(path: str) -> str:
    return quote(path, safe="/?&=:*~,")


def _page(client: Any, address: str) -> str:
    answer = client.get(_address(address))
    if answer.status_code not in (200, 302, 400, 404, 503):
        return f"status {answer.status_code}"
    text = answer.data.decode("utf-8")
    if f"<{ELEMENT}" in text:
        return "a text came out as markup"
    if ATTRIBUTE in text or "javascript:" in text or "data:text" in text:
        tree = LexborHTMLParser(text)
        for node in tree.css("*"):
            attributes = node.attributes
            if node.tag == ELEMENT or ATTRIBUTE in attributes:
                return "a text came out as markup"
            links = [attributes.get(name) for name in ("href", "src", "action", "formaction")]
            if any(link and not _LINKS.match(link) for link in links):
                return f"a link to {links}"
    return ""


def _api(client: Any, address: str, shape: Shape) -> str:
    answer = client.get(_address(address))
    text = answer.data.decode("utf-8")
    if answer.status_code in (400, 404, 503):
        return _violation(_strict(text), PROBLEM)
    if answer.status_code != 200:
        return f"status {answer.status_code}"
    if shape is TABLE:
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        return next((f"a formula: {cell[:40]!r}" for cell in cells if _FORMULA.match(cell)), "")
    if shape is LINES:
        for line in text.splitlines():
            _strict(line)
        return ""
    return _violation(_strict(text), shape)


def _violation(value: Any, shape: Shape) -> str:
    """Where `value` is not what the shape declares, in words; "" if it is."""
    try:
        shape.check(value)
    except Misshapen as error:
        return str(error)
    return ""


def _strict(text: str) -> Any:
    def refuse(name: str) -> None:
        raise ValueError(f"{name} in JSON")

    plain = json.loads(text, parse_constant=refuse)
    json.dumps(plain, ensure_ascii=False).encode()
    return plain


def _command(library: Path, words: list[str]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        context = fabula.make_context("fabula", ["--library", str(library), *words])
        with context:
            fabula.invoke(context)
    if "--svg" not in words and (control := _CONTROLS.search(out.getvalue())):
        return f"a control character, {control.group()!a}"
    return "a text came out as markup" if "--svg" in words and f"<{ELEMENT}" in out.getvalue() else ""


def _no_answer(ask: Callable[[Path], object], library: Path) -> str:
    ask(library)
    return ""


def _export(library: Path) -> None:
    for line in export_works(library):
        _strict(line)


def _add(library: Path) -> None:
    """A work more: what was there is merged with it."""
    add_works(library, [make_story(7)])

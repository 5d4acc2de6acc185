"""The Flask application: pages and the JSON API over one library."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask import Flask, request, url_for
from jinja2 import StrictUndefined

from fabula.search.library import Library
from fabula.search.syntax import MAX_QUERY
from fabula.web.api.forms import api_page
from fabula.web.api.routes import api
from fabula.web.pages.examples import Examples
from fabula.web.pages.marking import anchor_name, mark_lines
from fabula.web.pages.routes import pages
from fabula.web.serving.stage import REFUSAL
from . import wording
from .http.compression import compress
from .http.cors import allow_origins
from .http.damage import watch_for_damage
from .http.freshness import revalidate
from .http.token import require_token
from .library_handle import EXTENSION, LibraryHandle
from .problems import answer_errors
from .security import LOCAL_HOSTS, guard, limit
from .shown_paths import SHOW_PATHS, shown_file

_STATIC = Path(__file__).parent / "static"
_WEEK_SECONDS = 7 * 24 * 3600


def create_app(
    library: Library | LibraryHandle | str | Path,
    *,
    allowed_hosts: Sequence[str] = LOCAL_HOSTS,
    show_paths: bool = False,
    cors: Sequence[str] = (),
    token: str = "",
) -> Flask:
    """The WSGI application over `library`: an open one, its address, or a handle of either.

    The caller closes an open library. An address is opened at the first request; while that fails, pages answer 503 and
    say what to do. Only requests for `allowed_hosts` (names without ports) are answered. With `show_paths` they are
    told where files are on this machine. Pages of the origins `cors` may read the API. With a `token` only those who
    send it are answered.
    """
    app = Flask(__name__)
    app.config[SHOW_PATHS] = show_paths
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _WEEK_SECONDS
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[EXTENSION] = library if isinstance(library, LibraryHandle) else LibraryHandle(library)
    app.extensions["fabula.examples"] = Examples()
    _set_up_templates(app)
    compress(app)
    guard(app, allowed_hosts)
    allow_origins(app, cors)
    limit(app)
    app.before_request(_refuse)
    require_token(app, token)
    revalidate(app)
    watch_for_damage(app)
    answer_errors(app)
    app.register_blueprint(pages)
    app.register_blueprint(api)
    app.register_blueprint(api_page)
    return app


def _refuse() -> None:
    """Raise the error that the server wants this request to be answered with, if there is one."""
    if (error := request.environ.get(REFUSAL)) is not None:
        raise error


@cache
def _version(name: str) -> str:
    """A hash of a static file for its address, so that browsers cache it and still load a new one."""
    return hashlib.blake2b((_STATIC / name).read_bytes(), digest_size=6).hexdigest()


def _asset(name: str) -> str:
    return url_for("static", filename=name, v=_version(name))


def _set_up_templates(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update({name: getattr(wording, name) for name in wording.__all__})
    environment.globals.update(
        MAX_QUERY=MAX_QUERY, anchor_name=anchor_name, asset=_asset, mark_lines=mark_lines, shown_file=shown_file
    )

"""With a token nothing of the library is shown to those who do not send it."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import OptionError
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.http.token import read_token

TOKEN = "0123456789abcdef-._~+/=="
PROTECTED = (
    "/",
    "/works",
    "/search?q=choice",
    "/api/v1/works",
    "/api/v1/works.csv",
    "/openapi.json",
    "/nowhere",
    "/problems",
)


def basic(password: str, name: str = "anybody") -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{name}:{password}'.encode()).decode()}"}


BEARER = {"Authorization": f"Bearer {TOKEN}"}
WRONG = (
    {},
    basic(""),
    basic(TOKEN[:-1]),
    basic("x", TOKEN),
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer "},
    {"Authorization": f"Bearer {TOKEN}x"},
    {"Authorization": f"Digest {TOKEN}"},
    {"Authorization": TOKEN},
    {"Authorization": "Basic é"},
)


@pytest.fixture
def client(shelf: Library) -> FlaskClient:
    return create_app(shelf, token=TOKEN).test_client()


@pytest.mark.parametrize("address", PROTECTED)
@pytest.mark.parametrize("headers", WRONG)
def test_nothing_is_shown_without_it(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    """Pages make the browser ask for a password; programs get problem details, and no browser asks for them."""
    response = client.get(address, headers=headers)
    assert response.status_code == 401
    assert "Orrin" not in response.text and TOKEN not in response.text
    is_page = not address.startswith(("/api/", "/openapi"))
    assert response.headers["WWW-Authenticate"].startswith("Basic " if is_page else "Bearer ")
    if not is_page:
        assert response.get_json()["code"] == "token-needed"


@pytest.mark.parametrize("headers", [BEARER, basic(TOKEN), basic(TOKEN, "")])
@pytest.mark.parametrize("address", PROTECTED)
def test_who_sends_it_is_answered(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    """In both ways, at all addresses; shared caches do not keep it."""
    response = client.get(address, headers=headers)
    assert response.status_code == (404 if address == "/nowhere" else 200)
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", ["/healthz", "/static/fabula.css"])
def test_checks_and_style_are_open(client: FlaskClient, address: str) -> None:
    """Load balancers have no token, and the page that says so has its style."""
    response = client.get(address, buffered=True)
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == ("no-store" if address == "/healthz" else "public, max-age=604800")


def test_a_known_answer_is_not_confirmed_without_it(client: FlaskClient) -> None:
    """304 is an answer, too."""
    tag = client.get("/api/v1/works", headers=BEARER).headers["ETag"]
    assert client.get("/api/v1/works", headers={**BEARER, "If-None-Match": tag}).status_code == 304
    assert client.get("/api/v1/works", headers={"If-None-Match": tag}).status_code == 401


@given(st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=40))
def test_no_header_is_a_fault(header: str) -> None:
    """Whatever is sent."""
    client = create_app(Path("nowhere"), token=TOKEN).test_client()
    assert client.get("/api/v1/works", headers={"Authorization": header}).status_code == 401


def test_a_token_is_a_line_of_a_closed_file(tmp_path: Path) -> None:
    """With or without the end of the line."""
    file = tmp_path / "token"
    for content in (TOKEN, f"{TOKEN}\n", f"{TOKEN}\r\n"):
        file.write_text(content, newline="")
        file.chmod(0o600)
        assert read_token(file) == TOKEN


@pytest.mark.parametrize("mode", [0o604, 0o602, 0o640, 0o620, 0o644, 0o601])
def test_an_open_file_is_refused(tmp_path: Path, mode: int) -> None:
    """The message says how to close it. The group may read what belongs to root."""
    file = tmp_path / "token"
    file.write_text(TOKEN)
    file.chmod(mode)
    if mode == 0o640 and os.getuid() == 0:
        assert read_token(file) == TOKEN
        return
    with pytest.raises(OptionError, match="Others may read") as caught:
        read_token(file)
    assert "chmod 600" in caught.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"short", b"two words of it all", b"0123456789abcdef\nx", b"\xff" * 20, b"a" * 9_999]
)
def test_what_is_no_token(tmp_path: Path, content: bytes) -> None:
    """Too short, too long, several lines, not of the letters that a header may have."""
    file = tmp_path / "token"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(OptionError, match="holds no token"):
        read_token(file)


def test_what_is_no_file(tmp_path: Path) -> None:
    """Nothing, a folder, a named pipe that nobody writes to."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path / "none", tmp_path, tmp_path / "pipe"):
        with pytest.raises(OptionError, match="token file"):
            read_token(path)

"""The command in a shell: hostile files, hostile text, closed pipes, limited encodings, Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from fabula.index.store.library_store import open_for_writing

LINE = "You would have been my choice"
STORY = f"""The Ferry
by Mira Vance

The river was the colour of old pewter — and naïve strangers called it calm.

“{LINE},” said Lexa. “In another life…”
"""


@dataclass(frozen=True)
class Shell:
    """Runs `fabula` in a process of its own, isolated from the user's library, settings and terminal."""

    home: Path

    @property
    def library(self) -> Path:
        return self.home / "shelf"

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("FABULA_", "NO_COLOR"))}
        folders = {f"XDG_{kind}_HOME": str(self.home / kind) for kind in ("DATA", "CACHE")}
        return inherited | folders | {"FABULA_LIBRARY": str(self.library), "COLUMNS": "80"} | variables

    def start(self, *words: str | Path, **settings: object) -> subprocess.Popen[bytes]:
        variables = settings.pop("variables", {})
        return subprocess.Popen(
            [sys.executable, "-m", "fabula.web.cli", *map(str, words)],
            env=self.environment(**variables),  # type: ignore[arg-type]
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings},  # type: ignore[call-overload]
        )

    def __call__(self, *words: str | Path, **settings: object) -> Ended:
        process = self.start(*words, **settings)
        out, err = process.communicate(timeout=60)
        return Ended(process.returncode, (out or b"").decode("utf-8"), (err or b"").decode("utf-8"))


@dataclass(frozen=True)
class Ended:
    """The result of a command, which must not have a traceback."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        assert "Traceback" not in self.out + self.err, self.err
        assert "Exception ignored" not in self.err, self.err
        assert "internal error" not in self.out + self.err, self.err


@pytest.fixture
def fabula(tmp_path: Path) -> Shell:
    """The command, with no library yet."""
    return Shell(tmp_path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The command, with a library of one story."""
    shell = Shell(tmp_path_factory.mktemp("filled"))
    story = shell.home / "ferry.txt"
    story.write_text(STORY, encoding="utf-8")
    assert shell("index", story).code == 0
    return shell


def folder_with(home: Path, **files: bytes) -> Path:
    """A folder with these files; "__" in a name stands for a dot."""
    folder = home / "stories"
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_bytes(content)
    return folder


# Files ---------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_missing_path(fabula: Shell) -> None:
    """A usage error that names the path."""
    ended = fabula("index", fabula.home / "nowhere")
    assert (ended.code, ended.out) == (2, "")
    assert f"{fabula.home}/nowhere" in ended.err


@pytest.mark.slow
def test_a_folder_without_stories(fabula: Shell) -> None:
    """The run succeeds and names the formats that Fabula reads; the library exists and is empty."""
    folder = folder_with(fabula.home, photo__jpg=b"\xff\xd8\xff\xe0")
    ended = fabula("index", folder)
    assert ended.code == 0
    assert "No story was found. Fabula reads" in ended.out
    assert fabula("search", "choice").code == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("binary__txt", bytes(range(256)) * 40),
        ("truncated__epub", b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\x00" * 30),
    ],
)
def test_a_file_that_cannot_be_read(fabula: Shell, name: str, content: bytes) -> None:
    """The receipt lists it as failed, the other files are indexed, and the exit code is 4."""
    folder = folder_with(fabula.home, good__txt=STORY.encode(), **{name: content})
    ended = fabula("index", folder)
    assert ended.code == 4
    assert "1 file failed" in ended.out
    assert name.replace("__", ".") in ended.out
    assert fabula("search", f'"{LINE}"').code == 0


def test_a_truncated_epub(fabula: Shell) -> None:
    """An incomplete download is a failed file, not a shorter story."""
    whole = fabula.home / "whole.epub"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("text.xhtml", STORY * 200)
    folder = folder_with(fabula.home, half__epub=whole.read_bytes()[: whole.stat().st_size // 2])
    ended = fabula("index", folder, "--json")
    assert ended.code == 4
    (skipped,) = json.loads(ended.out)["skipped"]
    assert (skipped["path"], skipped["kind"]) == ("half.epub", "failed")
    assert skipped["reason"]


@pytest.mark.slow
def test_an_empty_file(fabula: Shell) -> None:
    """The receipt says that it is empty."""
    ended = fabula("index", folder_with(fabula.home, empty__txt=b""), "--json")
    (skipped,) = json.loads(ended.out)["skipped"]
    assert (skipped["path"], skipped["kind"], ended.code) == ("empty.txt", "failed", 4)
    assert "empty" in skipped["reason"]


def test_a_name_that_is_not_utf8(fabula: Shell) -> None:
    """Bytes of a path that are not UTF-8 are escaped."""
    folder = folder_with(fabula.home)
    try:
        (Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9\x1b.txt"))).write_text(STORY)
    except OSError:
        pytest.skip("the file system takes only text as names")
    assert fabula("index", folder).code == 0
    assert "caf\\xe9\\x1b.txt" in fabula("works").out


# Queries -------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("query", ["", "?!"])
def test_a_query_without_words(filled: Shell, query: str) -> None:
    """A usage error, as text and as JSON."""
    ended = filled("search", query)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("fabula: ")
    ended = filled("search", query, "--json")
    assert (ended.code, ended.err) == (2, "")
    assert json.loads(ended.out)["error"]["code"] == "bad-query"


@pytest.mark.parametrize("word", ["choice ", "(" * 10, '"a b" OR ', "x" * 10_000, "a* "])
def test_a_long_query(filled: Shell, word: str) -> None:
    """A query of 10 KB is answered within 20 s, or refused with a reason."""
    started = time.monotonic()
    ended = filled("search", (word * 10_000)[:10_240])
    assert ended.code in (0, 1, 2)
    assert ended.out or ended.err
    assert time.monotonic() - started < 20


def test_an_unbalanced_quote(filled: Shell) -> None:
    """The quote is closed at the end, and the answer says so."""
    ended = filled("search", f'"{LINE}')
    assert ended.code == 0
    assert f"*{LINE}*" in ended.out
    assert "quote" in ended.out.partition("1.  ")[0]


@pytest.mark.slow
def test_nothing_found(filled: Shell) -> None:
    """Standard output names the word that failed and the nearest one."""
    ended = filled("search", "chioce")
    assert (ended.code, ended.err) == (1, "")
    assert "chioce" in ended.out
    assert "choice" in ended.out


# Libraries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("search", "choice"), ("show", "x"), ("stats",), ("works",), ("serve",)])
def test_a_missing_library(fabula: Shell, words: tuple[str, ...]) -> None:
    """The message names the path and both ways to get a library."""
    ended = fabula(*words)
    assert (ended.code, ended.out) == (3, "")
    for part in (str(fabula.library), "fabula index FOLDER", "fabula demo"):
        assert part in ended.err


@pytest.mark.slow
def test_a_damaged_library(fabula: Shell) -> None:
    """Truncated files give an error without a traceback."""
    assert fabula("index", folder_with(fabula.home, ferry__txt=STORY.encode())).code == 0
    for file in fabula.library.rglob("*"):
        if file.is_file() and file.name != "fabula.json":
            file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    ended = fabula("search", "choice")
    assert (ended.code, ended.out) == (3, "")
    assert str(fabula.library) in ended.err


@pytest.mark.slow
def test_a_library_that_is_being_written(filled: Shell) -> None:
    """A second writer gets an error; searches still work."""
    store = open_for_writing(filled.library)
    try:
        with store.write():
            (filled.home / "another.txt").write_text(STORY.replace("Ferry", "Barge").replace("river", "canal"))
            ended = filled("index", filled.home / "another.txt")
            assert ended.code == 5
            assert ended.err.startswith("fabula: ")
            assert filled("search", "choice").code == 0
    finally:
        store.close()


# Streams -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("search", "choice"), ("search", "choice", "--json"), ("works",), ("--help",)])
def test_a_closed_pipe(filled: Shell, words: tuple[str, ...]) -> None:
    """`fabula … | head -0` ends as if all output had been read."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = filled(*words, stdout=writing)
    os.close(writing)
    assert (ended.code, ended.err) == (0, "")


def test_a_full_disk_behind_the_output(filled: Shell) -> None:
    """Lost output is an error."""
    if not Path("/dev/full").exists():
        pytest.skip("the system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        ended = filled("search", "choice", stdout=full)
    assert ended.code == 5
    assert "No space left" in ended.err


def test_no_streams_at_all(filled: Shell) -> None:
    """The command works without standard output and error."""
    line = f'"{sys.executable}" -m fabula.web.cli search choice >&- 2>&-'
    assert subprocess.run(["sh", "-c", line], env=filled.environment(), check=False).returncode == 0


@pytest.mark.slow
def test_an_ascii_terminal(filled: Shell) -> None:
    """Typographic quotes, dashes and accents have a plain ASCII spelling."""
    variables = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = filled("search", f'"{LINE}"', variables=variables)
    assert ended.code == 0
    assert ended.out.isascii()
    assert f'"*{LINE}*,"' in ended.out
    assert '"In another life..."' in ended.out
    assert filled("search", "“zeppelin”", variables=variables).code == 1
    assert filled("index", filled.home / "nöwhere", variables=variables).code == 2


def test_json_is_ascii_everywhere(filled: Shell) -> None:
    """The output is one document and a line end."""
    ended = filled("search", "river", "--json")
    assert ended.out.isascii()
    assert "“" in json.loads(ended.out)["hits"][0]["snippet"]["text"]
    assert ended.out.endswith("}\n")


# Hostile text --------------------------------------------------------------------------------------------------------


def test_control_codes_in_text_and_titles(fabula: Shell) -> None:
    """Terminal commands, bidirectional controls and rich's markup are printed as text or not at all."""
    page = (
        "<html><head><title>[/] [bold red]Gate\x1b[2J\u202e</title></head><body>"
        f"<p>{LINE}\x1b]0;owned\x07\x9b31m [/] [link=x] \u202eevil\u2066.</p></body></html>"
    )
    folder = folder_with(fabula.home, page__html=page.encode())
    assert fabula("index", folder).code == 0
    hits = json.loads(fabula("search", LINE, "--json").out)["hits"]
    for words in (("search", LINE), ("works",), ("stats",), ("show", hits[0]["scene"]["id"])):
        ended = fabula(*words)
        assert ended.code == 0
        assert not set(ended.out) & set("\x1b\x07\x9b\u202e\u2066")
        if words[0] != "stats":
            assert "[/] [bold red]Gate" in ended.out
    assert "[/] [link=x]" in fabula("search", LINE).out


# Terminals -----------------------------------------------------------------------------------------------------------


def on_a_terminal(shell: Shell, *words: str | Path, **variables: str) -> tuple[int, str]:
    """The exit code, and the output of both streams on a terminal of 60 columns."""
    import pty

    master, terminal = pty.openpty()
    process = shell.start(
        *words, stdout=terminal, stderr=terminal, variables={"COLUMNS": "60", "TERM": "xterm", **variables}
    )
    os.close(terminal)
    output = b""
    while True:
        try:
            piece = os.read(master, 65_536)
        except OSError:
            # Linux reports the end of a terminal as an error.
            break
        if not piece:
            break
        output += piece
    os.close(master)
    return process.wait(timeout=60), output.decode().replace("\r\n", "\n")


needs_terminals = pytest.mark.skipif(sys.platform == "win32", reason="pty is for POSIX")


@pytest.mark.slow
@needs_terminals
def test_matches_on_a_terminal(filled: Shell) -> None:
    """Matches are bold and underlined, and text is wrapped to the width."""
    code, seen = on_a_terminal(filled, "search", f'"{LINE}"')
    assert code == 0
    assert "\x1b[1m\x1b[4mYou" in seen
    bare = re.sub("\x1b\\[[0-9;]*m", "", seen)
    assert LINE in " ".join(bare.split())
    prose = [line for line in bare.splitlines() if not line.lstrip().startswith(("fabula", sys.executable))]
    assert max(map(len, prose)) <= 60


@needs_terminals
def test_no_color(filled: Shell) -> None:
    """NO_COLOR also applies on a terminal."""
    code, seen = on_a_terminal(filled, "search", f'"{LINE}"', NO_COLOR="1")
    assert code == 0
    assert "\x1b" not in seen
    assert f"*{LINE}*" in " ".join(seen.split())


@pytest.mark.slow
@needs_terminals
def test_progress_on_a_terminal(fabula: Shell) -> None:
    """Markup and terminal commands in the name of a path are shown as text."""
    folder = folder_with(fabula.home)
    (folder / "[bold][ab\x1b[2J.txt").write_text(STORY)
    code, seen = on_a_terminal(fabula, "index", folder, COLUMNS="150")
    assert code == 0
    assert "[bold][ab\\x1b[2J.txt" in seen
    assert "\x1b[2J" not in seen


# Ctrl-C --------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_stories(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 MB of stories, which take a while to index."""
    folder = tmp_path_factory.mktemp("long")
    body = " ".join(f"word{number * number * 31 % 9973}" for number in range(25_000))
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(f"Story {number}\n\n{body}\n")
    return folder


# Sends the signal in the second argument while the module named in the first is being loaded.
_INTERRUPTED_LOADING = """
import os, signal, sys
module, number = sys.argv.pop(1), int(sys.argv.pop(1))
class Interrupts:
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), number)
sys.meta_path.insert(0, Interrupts())
from fabula.web.cli import main
main()
"""


@pytest.mark.parametrize(
    ("module", "sent", "code", "message"),
    [
        ("fabula.web.cli.group", signal.SIGINT, 130, ""),
        ("fabula.web.cli.group", signal.SIGTERM, 143, ""),
        ("fabula.web.cli.group", signal.SIGHUP, 129, ""),
        ("fabula.index.run.run", signal.SIGINT, 130, "fabula: interrupted\n"),
        ("fabula.index.run.run", signal.SIGTERM, 143, "fabula: ended by SIGTERM\n"),
    ],
)
def test_a_signal_before_anything_is_read(
    fabula: Shell, long_stories: Path, module: str, sent: signal.Signals, code: int, message: str
) -> None:
    """Before Fabula's modules are loaded it ends without a message, after that with one; no library is created."""
    program = [sys.executable, "-c", _INTERRUPTED_LOADING, module, str(int(sent)), "index", str(long_stories)]
    process = subprocess.run(program, env=fabula.environment(), capture_output=True, text=True, timeout=60)
    assert (process.returncode, process.stdout, process.stderr) == (code, "", message)
    assert not fabula.library.exists()


@pytest.mark.slow
def test_ctrl_c_while_indexing(fabula: Shell, long_stories: Path) -> None:
    """After writing has begun: exit code 130, no traceback, and the next run works."""
    process = fabula.start("index", long_stories, start_new_session=True)
    deadline = time.monotonic() + 60
    while not fabula.library.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    ended = Ended(process.returncode, out.decode(), err.decode())
    assert (ended.code, ended.out, ended.err) == (130, "", "fabula: interrupted\n")
    story = fabula.home / "one.txt"
    story.write_text(STORY)
    assert fabula("index", story).code == 0
    assert json.loads(fabula("stats", "--json").out)["works"] == 1
    assert fabula("search", f'"{LINE}"').code == 0


# Pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_pages_are_served_until_they_are_stopped(filled: Shell, stop: signal.Signals, code: int) -> None:
    """The address is printed, the page is served, and a signal ends the server with its exit code."""
    process = filled.start("serve", "--port", "0", start_new_session=True)
    assert process.stdout is not None
    line = process.stdout.readline().decode()
    address = re.search(r"http://127\.0\.0\.1:\d+/", line)
    assert address, line
    with urllib.request.urlopen(address[0], timeout=20) as answer:
        assert answer.status == 200
        assert b"<html" in answer.read()
    process.send_signal(stop)
    out, err = process.communicate(timeout=20)
    ended = Ended(process.returncode, line + out.decode(), err.decode())
    assert (ended.code, ended.err) == (code, "")
    assert ended.out.endswith("Stopped.\n")


# The demo ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_demo(fabula: Shell) -> None:
    """The demo finds its line, the first command that it prints runs, and the user's own library stays untouched."""
    tour = fabula("demo")
    assert (tour.code, tour.err) == (0, "")
    assert ": 1 scene in" in tour.out
    assert "*" in tour.out
    steps = [line.strip() for line in tour.out.splitlines() if "-m fabula.web.cli" in line]
    assert len(steps) == 3
    process = subprocess.run(["sh", "-c", steps[0]], env=fabula.environment(), capture_output=True, check=False)
    assert process.returncode == 0
    assert not fabula.library.exists()


def test_python_m_is_the_command(fabula: Shell) -> None:
    """`--version` prints the version, and an unknown verb is a usage error that suggests the right one."""
    assert fabula("--version").out.startswith("fabula ")
    ended = fabula("serach", "x", "--json")
    assert (ended.code, ended.err) == (2, "")
    assert "search" in json.loads(ended.out)["error"]["message"]

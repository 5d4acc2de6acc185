"""The lines of a file, one at a time and of bounded length, so that a file may hold a library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from fabula.index.errors import UnreadableSource

# A line is in memory twice, as bytes and as text; the longest novel of the corpora has 6 MB.
_MAX_LINE_BYTES = 64 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def numbered_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; of a line that is too long, the beginning."""
    number = 0
    while line := stream.readline(_MAX_LINE_BYTES + 1):
        number += 1
        rest = line
        while len(rest) > _MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(_MAX_LINE_BYTES + 1)
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line


def parse_line(line: bytes) -> dict[str, Any]:
    """The JSON object in a line. Raises UnreadableSource if it is none, or too long."""
    if len(line) > _MAX_LINE_BYTES:
        raise UnreadableSource(f"it is longer than {_MAX_LINE_BYTES:,} bytes")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableSource("it is not UTF-8") from error
    except RecursionError as error:
        raise UnreadableSource("it is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise UnreadableSource(f"it is no JSON ({error.msg} at character {error.pos + 1:,})") from error
    except ValueError as error:
        # A number of thousands of digits.
        raise UnreadableSource(f"it is no JSON ({error})") from error
    if not isinstance(record, dict):
        raise UnreadableSource("it is no JSON object")
    return record

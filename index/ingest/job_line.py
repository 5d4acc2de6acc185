"""A job as a line of JSON, on its way to a worker. Apart from worker.py, which loads all readers."""

from __future__ import annotations

import json
import os
from dataclasses import astuple
from pathlib import Path
from typing import Any

from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import NameRules
from .discovery import Task
from .job import Job


def encode_job(job: Job, after: str) -> bytes:
    """A job of files on disk as a line for a worker. `after`: see `read_task`."""
    task, known, audits = job
    files = [source for source in (*task.sources, task.sidecar) if isinstance(source, FileSource)]
    paths = [[_encode_path(file.location), _encode_path(file.root)] for file in files]
    plain = {"paths": paths, "sidecar": task.sidecar is not None, "known": known, "audits": audits, "after": after}
    if task.rules != NameRules():
        plain["rules"] = astuple(task.rules)
    return json.dumps(plain).encode("ascii") + b"\n"


def decode_job(line: bytes) -> tuple[Job, str]:
    """The job and the path after which to go on."""
    plain = json.loads(line)
    files = [FileSource(_decode_path(location), _decode_path(root)) for location, root in plain["paths"]]
    sidecar = files.pop() if plain["sidecar"] else None
    known = {path: (digest, reader) for path, (digest, reader) in plain["known"].items()}
    return Job(Task(tuple(files), sidecar, _decode_rules(plain.get("rules"))), known, plain["audits"]), plain["after"]


def _decode_rules(plain: Any) -> NameRules:
    if plain is None:
        return NameRules()
    *patterns, start = plain
    defaults, exclude, include, source_exclude, source_include = map(tuple, patterns)
    return NameRules(defaults, exclude, include, source_exclude, source_include, start)


def _encode_path(path: Path) -> str:
    # As bytes: the two processes may disagree about the file system's encoding.
    return os.fsencode(path).decode("latin-1")


def _decode_path(encoded: str) -> Path:
    return Path(os.fsdecode(encoded.encode("latin-1")))

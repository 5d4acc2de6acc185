"""What processes and the keeper of commits say to each other: one message over a socket of Unix, with open files.

A request is a letter and the name of a commit; the answer is a letter. Descriptors go with a message (SCM_RIGHTS, see
unix(7)): first that of the table of contents, then those of the files that it names, in the order of their names.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from fabula.index.codec.held_file import HeldFile
from fabula.index.store.commit_name import DIGEST_BYTES, CommitName

# Elsewhere there are no sockets that keep messages apart, or no files without names.
CAN_SHARE = sys.platform == "linux"
# The kernel takes 253 descriptors with a message. A commit has about thirty files; one with more is not shared.
MAX_FILES = 250
_REQUEST = struct.Struct(f">cQ{DIGEST_BYTES}s")
_MAX_MESSAGE_BYTES = 64


class Ask(Enum):
    """KEEP comes with files. USE is answered with YES if they are kept already, FIND with YES and the files."""

    KEEP = b"K"
    USE = b"U"
    FIND = b"F"


YES, NO = b"Y", b"N"


class Request(NamedTuple):
    """What is asked of which commit, and the files that came with it."""

    ask: Ask
    name: CommitName
    files: list[HeldFile]


def make_socket() -> socket.socket:
    """A socket of Unix over which messages go whole or not at all."""
    return socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_CLOEXEC)


def send_request(to: socket.socket, ask: Ask, name: CommitName, files: Sequence[HeldFile] = ()) -> None:
    """Raises OSError."""
    send(to, _REQUEST.pack(ask.value, *name), files)


def send(to: socket.socket, message: bytes, files: Sequence[HeldFile] = ()) -> None:
    """Raises OSError."""
    if files:
        socket.send_fds(to, [message], [file.number for file in files])
    else:
        to.send(message)


def receive(source: socket.socket) -> tuple[bytes, list[HeldFile]]:
    """A message and the files that came with it; b"" if the other side is gone. Raises OSError."""
    message, numbers, flags, _ = socket.recv_fds(source, _MAX_MESSAGE_BYTES, MAX_FILES, socket.MSG_CMSG_CLOEXEC)
    files = [HeldFile(number) for number in numbers]
    if flags & (socket.MSG_CTRUNC | socket.MSG_TRUNC):
        # This process may open no more files, so that some were left out.
        raise OSError("a message was cut")
    return message, files


def receive_request(source: socket.socket) -> Request | None:
    """The next request; None if the other side is gone. Raises OSError for what is none."""
    message, files = receive(source)
    if not message:
        return None
    try:
        ask, generation, digest = _REQUEST.unpack(message)
        return Request(Ask(ask), CommitName(generation, digest), files)
    except (struct.error, ValueError) as error:
        raise OSError("a message is no request") from error


def file_of(content: bytes) -> HeldFile:
    """A file without a name that has this content. Raises OSError."""
    file = HeldFile(os.memfd_create("fabula-toc", os.MFD_CLOEXEC))
    with open(file.number, "wb", closefd=False) as writing:
        writing.write(content)
    return file


def content_of(file: HeldFile, most: int) -> bytes:
    """The content of a file, up to `most` bytes. Raises OSError."""
    return os.pread(file.number, most, 0)

"""Unpacks frames of Zstandard from a file that may be hostile: no more than it says, and than an answer may use.

A frame of a few bytes can unpack to gigabytes, and can ask for a window of two more. Ours say in their heads how long
their content is (RFC 8878, section 3.1.1.1.4); one that does not is refused.
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from fabula.index.budget import count_unpacked

# Levels up to 5 look back 2 MB at most, one of level 9 would 4.
_OPTIONS: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 23}


def content_size(frame: memoryview, max_bytes: int) -> int:
    """How many bytes the frame unpacks to, by its head. Raises ValueError if that is unknown, or too many."""
    try:
        size = zstd.get_frame_info(frame).decompressed_size
    except zstd.ZstdError as error:
        raise ValueError(str(error)) from error
    if size is None:
        raise ValueError("it does not say how long it is")
    if size > max_bytes:
        raise ValueError(f"it is too long, {size:,} bytes")
    return size


def unpack_frame(
    frame: memoryview, max_bytes: int, dictionary: zstd.ZstdDict | None = None, first: int | None = None
) -> bytes:
    """The content of the frame, or the `first` bytes of it.

    max_bytes  that the frame may say it has.

    Raises ValueError if it cannot be unpacked or is not as long as it says, QueryTooDear if the answer that this is for
    may not use so much.
    """
    size = content_size(frame, max_bytes)
    wanted = size if first is None else first
    if wanted > size:
        raise ValueError(f"it has {size:,} bytes, and {wanted:,} are needed")
    count_unpacked(wanted)
    decompressor = zstd.ZstdDecompressor(zstd_dict=dictionary, options=_OPTIONS)
    try:
        content = decompressor.decompress(frame, max(1, wanted))  # 0 would not reach the end of an empty one
    except (zstd.ZstdError, EOFError) as error:
        raise ValueError(str(error)) from error
    if len(content) != wanted or (first is None and not decompressor.eof):
        raise ValueError("it is not as long as it says")
    return content

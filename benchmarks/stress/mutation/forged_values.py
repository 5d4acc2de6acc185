"""Random changes to parsed JSON: other types, numbers beyond every range, texts that attack who shows them."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

__all__ = ["ATTRIBUTE", "ELEMENT", "change_value", "forged_document"]

# Either shows that a text was taken for markup: no page of ours has them.
ELEMENT, ATTRIBUTE = "x-forged", "onx-forged"
_MARKUP = f"\"'><{ELEMENT} {ATTRIBUTE}='1'>&lt;</script></style></title><!--"
_TEXTS = (
    "", " ", "\0", "\n\n", "\x1b[31m\x07", "\ud800", "\udfff\ud800", "\u202e\u2066", "(a+)+!", "[", "\\", "%s{0}{x}",
    "=1+1", "+cmd|' /C x'!A0", "@SUM(A1)", "../../x", "/etc/x", "a\0b", "javascript:alert(1)", "data:text/html,x",
    "https://[", "http://a@b:99999/", "9" * 5_000, "XVIIII", "Chapter 999999999999", "und", "en-" + "x" * 300,
    "2026-13-45T99:99:99Z", "0000-00-00", "é" * 3_000, "a" * 60_000, "「a」" * 8_000, "( " * 20_000, "1. " * 20_000,
    "a-" * 20_000, " " * 60_000, "x y, " * 10_000, "'" * 20_000, "\U0001f600" * 5_000, _MARKUP, _MARKUP, _MARKUP,
    f"https://x/{_MARKUP}",
)  # fmt: skip
_NUMBERS = (
    -1, 0, 1, 2, 255, 256, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**63 - 1, 2**63, 2**64, 10**30, -(10**30),
    0.5, -0.0, 1e308, float("nan"), float("inf"),
)  # fmt: skip
_OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], [0], [""], {"": ""}, {"a": {"b": []}})


def change_value(plain: Any, rng: random.Random) -> str:
    """Change one value somewhere in `plain`, a list or an object, in place. Returns what was done, in words."""
    holder, path = plain, ""
    while True:
        keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            _add(holder, rng)
            return f"{path or 'the whole'} has an item"
        key = rng.choice(keys)
        path += f".{key}"
        inner = holder[key]
        if not isinstance(inner, dict | list) or rng.random() < 0.2:
            break
        holder = inner
    chance = rng.random()
    if chance < 0.1:
        del holder[key]
        return f"{path} is gone"
    if chance < 0.2:
        _add(holder, rng)
        return f"beside {path} is another"
    # A copy: a later change may be made within it, and the next seed has to find it as it is here.
    holder[key] = deepcopy(_another(holder[key], rng))
    return f"{path} is {json.dumps(holder[key])[:60]}"


def _add(holder: Any, rng: random.Random) -> None:
    value = deepcopy(rng.choice((*_TEXTS, *_NUMBERS, *_OTHERS)))
    if isinstance(holder, dict):
        holder[rng.choice((*_TEXTS[:12], "fabula", "x"))] = value
    else:
        holder.insert(rng.randrange(len(holder) + 1), rng.choice((value, *holder[:3])))


def _another(value: Any, rng: random.Random) -> Any:
    """Mostly a value of the same type: those of others are refused at once."""
    if rng.random() < 0.2:
        return rng.choice((*_TEXTS, *_NUMBERS, *_OTHERS))
    if isinstance(value, bool) or value is None:
        return rng.choice(_OTHERS + _NUMBERS)
    if isinstance(value, str):
        text = rng.choice(_TEXTS)
        return rng.choice((text, value + text, text + value, value[: len(value) // 2], value * 3))
    if isinstance(value, int | float):
        return rng.choice((*_NUMBERS, value + 1, value - 1, value * 1_000, -value))
    items = list(value) if isinstance(value, list) else []
    return rng.choice((items * 2, items[::-1], items[1:], items * 50, [items], _OTHERS[rng.randrange(len(_OTHERS))]))


def forged_document(encoded: bytes, rng: random.Random) -> tuple[bytes, str]:
    """A whole document that is hardly one: nested deep, cut, twice, in another encoding. And what it is, in words."""
    documents = {
        "nested lists": b"[" * 50_000,
        "nested objects": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        "many digits": b"[" + b"9" * 20_000 + b"]",
        "a long exponent": b"[1e999999]",
        "many lists": b"[" + b"[]," * 300_000 + b"0]",
        "nothing": b"",
        "a number": b"0",
        "a list": b"[]",
        "twice": encoded + encoded,
        "cut": encoded[: rng.randrange(len(encoded) + 1)],
        "UTF-16": encoded.decode("utf-8", "replace").encode("utf-16"),
        "a key twice": encoded.replace(b"{", b'{"id":1,"id":"2",', 1),
        "one byte changed": _with_one_byte(encoded, rng),
    }
    name = rng.choice(list(documents))
    return documents[name], name


def _with_one_byte(encoded: bytes, rng: random.Random) -> bytes:
    content = bytearray(encoded or b" ")
    content[rng.randrange(len(content))] = rng.choice((0, 0x22, 0x2C, 0x2D, 0x39, 0x5B, 0x5C, 0x7B, 0x80, 0xED, 0xFF))
    return bytes(content)

"""The letters of rich text: bytes in the code page of their font, code units of UTF-16, and what stands in for them."""

from __future__ import annotations

import codecs

__all__ = ["Letters"]

# By the number of a font's character set.
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_SETS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


class Letters:
    """Gathers letters until they are `taken`."""

    def __init__(self) -> None:
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._defined = 0
        self._bytes = bytearray()
        self._units: list[str] = []  # surrogates among them stand for their half of a letter
        self._left = 0  # how many letters that stand in for the last one are to be passed over

    def byte(self, number: int) -> None:
        """A byte of the current code page."""
        if self._left:
            self._left -= 1
        else:
            self._bytes.append(number)

    def text(self, text: str) -> None:
        """Text, one character a byte."""
        if self._left:
            passed, text = min(self._left, len(text)), text[self._left :]
            self._left -= passed
        if text.isascii() and not self._bytes:
            self._units.append(text)
        else:
            self._bytes += text.encode("latin-1", "replace")

    def unicode(self, number: int, skip: int) -> None:
        """A code unit of UTF-16, negative from 32,768 up; the next `skip` letters are for those who cannot read it."""
        self._decode()
        unit = number & 0xFFFF
        # Symbols of Windows' own fonts lie in the private area.
        self._units.append(chr(unit - 0xF000) if 0xF020 <= unit <= 0xF07E else chr(unit))
        self._left = skip

    def sign(self, sign: str) -> None:
        """A letter that has a word of its own."""
        if self._left:
            self._left -= 1
        else:
            self._decode()
            self._units.append(sign)

    def taken(self) -> str:
        """The letters so far, which are then forgotten."""
        self._left = 0
        if not self._units and not self._bytes:
            return ""
        self._decode()
        text = "".join(self._units)
        self._units = []
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def default(self, word: str, number: int) -> None:
        """The document's own code page, by the word that names it."""
        if word in _SETS:
            self._default = _SETS[word]
        elif word == "ansicpg" and number:
            self._default = _known(f"cp{number}") or self._default

    def define(self, word: str, number: int) -> None:
        """A font of the table: its number, then its character set or code page."""
        if word == "f":
            self._defined = number
        elif word == "fcharset":
            if number in _CHARSETS and number != 0:
                self._fonts[self._defined] = _CHARSETS[number]
        elif name := _known(f"cp{number}"):
            self._fonts[self._defined] = name

    def font(self, number: int) -> None:
        """The font of what follows."""
        self._decode()
        self._font = number

    def _decode(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._font, self._default)
            self._units.append(bytes(self._bytes).decode(encoding, "replace"))
            self._bytes.clear()


def _known(name: str) -> str:
    name = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gbk", "cp950": "big5"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""

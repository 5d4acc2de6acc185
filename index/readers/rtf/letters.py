"""Decodes the letters of rich text: bytes in the code page of their font, code units of UTF-16, and stand-ins."""

from __future__ import annotations

import codecs

# By the number of a font's character set.
_ENCODINGS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_DEFAULT_ENCODINGS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
# The words that `Letters.set_code_page` reads.
CODE_PAGES = frozenset((*_DEFAULT_ENCODINGS, "ansicpg"))


class Letters:
    """Collects letters until `take` returns them."""

    def __init__(self) -> None:
        self._default_encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._defined_font = 0
        self._bytes = bytearray()
        self._units: list[str] = []  # text; a surrogate is half of a letter
        self._stand_ins = 0  # how many letters to skip, because they stand in for the last one

    def add_byte(self, number: int) -> None:
        """Add a byte in the code page of the font."""
        if self._stand_ins:
            self._stand_ins -= 1
        else:
            self._bytes.append(number)

    def add_text(self, text: str) -> None:
        """Add text, one character for each byte."""
        if self._stand_ins:
            skipped, text = min(self._stand_ins, len(text)), text[self._stand_ins :]
            self._stand_ins -= skipped
        if text.isascii() and not self._bytes:
            self._units.append(text)
        else:
            self._bytes += text.encode("latin-1", "replace")

    def add_unicode(self, number: int, stand_ins: int) -> None:
        """A code unit of UTF-16, negative from 32,768 up; skip the next `stand_ins` letters, meant for old programs."""
        self._decode()
        unit = number & 0xFFFF
        # Symbols of Windows fonts are in the private area.
        self._units.append(chr(unit - 0xF000) if 0xF020 <= unit <= 0xF07E else chr(unit))
        self._stand_ins = stand_ins

    def add_sign(self, sign: str) -> None:
        """Add a letter that has a control word of its own."""
        if self._stand_ins:
            self._stand_ins -= 1
        else:
            self._decode()
            self._units.append(sign)

    def take(self) -> str:
        """Return the letters so far, and start anew."""
        self._stand_ins = 0
        if not self._units and not self._bytes:
            return ""
        self._decode()
        text = "".join(self._units)
        self._units = []
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def set_code_page(self, word: str, number: int) -> None:
        """Set the document's code page, by one of `CODE_PAGES`."""
        if word in _DEFAULT_ENCODINGS:
            self._default_encoding = _DEFAULT_ENCODINGS[word]
        elif word == "ansicpg" and number:
            self._default_encoding = _python_encoding(f"cp{number}") or self._default_encoding

    def define_font(self, word: str, number: int) -> None:
        """Read a font of the table: its number, then its character set or code page."""
        if word == "f":
            self._defined_font = number
        elif word == "fcharset":
            if number in _ENCODINGS and number != 0:
                self._fonts[self._defined_font] = _ENCODINGS[number]
        elif name := _python_encoding(f"cp{number}"):
            self._fonts[self._defined_font] = name

    def select_font(self, number: int) -> None:
        """Set the font of the letters that follow."""
        self._decode()
        self._font = number

    def _decode(self) -> None:
        if self._bytes:
            encoding = self._fonts.get(self._font, self._default_encoding)
            self._units.append(bytes(self._bytes).decode(encoding, "replace"))
            self._bytes.clear()


def _python_encoding(name: str) -> str:
    """The encoding as Python names it; "" for an unknown one."""
    name = {"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gbk", "cp950": "big5"}.get(name, name)
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""

"""Reads which files of an EPUB are encrypted (EPUB 3.3, "META-INF/encryption.xml")."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from fabula.index.errors import UnreadableSource
from .package_xml import all_elements, parse_xml

ENCRYPTION = "META-INF/encryption.xml"
# Obfuscated fonts do not matter to the text (EPUB 3.3, "Font obfuscation", and Adobe's older way).
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def protected(name: str = "") -> UnreadableSource:
    """The error for a book that is protected, or for its file `name`."""
    return UnreadableSource(
        f"{f'its file {name}' if name else 'it'} is protected by DRM, so its text cannot be read",
        hint="Only the shop that sold it can open it; index an unprotected copy.",
    )


def encrypted_files(data: bytes) -> tuple[str, ...]:
    """The files that the encryption document `data` names, without fonts; by their paths in the archive.

    Raises UnreadableSource if it does not say which: then all may be.
    """
    files: list[str] = []
    for part in all_elements(parse_xml(data, ENCRYPTION), "encrypteddata"):
        if all(method in _FONT_OBFUSCATION for method in _methods(part)):
            continue
        names = [unquote(reference.get("URI") or "") for reference in all_elements(part, "cipherreference")]
        if not any(names):
            raise protected()
        files += [name for name in names if name]
    return tuple(files)


def _methods(part: Any) -> list[str]:
    """The algorithms of one encrypted file; [""] if it names none."""
    return [method.get("Algorithm") or "" for method in all_elements(part, "encryptionmethod")] or [""]

"""Names of languages, as headers write them, to BCP 47."""

from __future__ import annotations

import re

__all__ = ["language_tag"]

# The languages of Project Gutenberg and the archives of fan fiction, by their English and their own names.
_NAMES = {
    "arabic": "ar", "العربية": "ar", "bulgarian": "bg", "български": "bg", "catalan": "ca", "català": "ca",
    "chinese": "zh", "中文": "zh", "中文-普通话 國語": "zh", "czech": "cs", "čeština": "cs", "danish": "da",
    "dansk": "da", "dutch": "nl", "nederlands": "nl", "english": "en", "esperanto": "eo", "finnish": "fi",
    "suomi": "fi", "french": "fr", "français": "fr", "german": "de", "deutsch": "de", "greek": "el", "ελληνικά": "el",
    "hebrew": "he", "עברית": "he", "hungarian": "hu", "magyar": "hu", "icelandic": "is", "íslenska": "is",
    "indonesian": "id", "bahasa indonesia": "id", "irish": "ga", "gaeilge": "ga", "italian": "it", "italiano": "it",
    "japanese": "ja", "日本語": "ja", "korean": "ko", "한국어": "ko", "latin": "la", "lingua latina": "la",
    "norwegian": "no", "norsk": "no", "polish": "pl", "polski": "pl", "portuguese": "pt", "português": "pt",
    "português brasileiro": "pt-br", "português europeu": "pt-pt", "romanian": "ro", "română": "ro", "russian": "ru",
    "русский": "ru", "spanish": "es", "español": "es", "swedish": "sv", "svenska": "sv", "tagalog": "tl",
    "thai": "th", "ไทย": "th", "turkish": "tr", "türkçe": "tr", "ukrainian": "uk", "українська": "uk",
    "vietnamese": "vi", "tiếng việt": "vi", "welsh": "cy", "cymraeg": "cy",
}  # fmt: skip
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*")


def language_tag(text: str) -> str:
    """BCP 47, lower-case, of a name ("English", "Français") or tag ("en_GB"); "" if it is neither.

    >>> language_tag("English"), language_tag("en_GB"), language_tag("Elvish")
    ('en', 'en-gb', '')
    """
    name = text.strip().lower()
    if name in _NAMES:
        return _NAMES[name]
    tag = name.replace("_", "-")
    return tag if _TAG.fullmatch(tag) and tag not in ("und", "mul", "zxx", "unknown") else ""

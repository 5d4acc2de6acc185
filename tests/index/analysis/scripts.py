"""Text of many scripts and spellings, for properties that must hold of any."""

from __future__ import annotations

from hypothesis import strategies as st

# A character each of what words are made of, and of what stands in and between them: Latin, Greek, Cyrillic, Hebrew
# with its points, Arabic with its marks and tatweel, Devanagari, Thai and Lao with vowels that part and join, Khmer and
# Burmese with letters below letters, Tibetan, Javanese, Hangul in syllables and in pieces, ideographs with selectors,
# kana in pieces and half widths, emoji with their parts, apostrophes, and what is never seen.
CHARACTERS = (
    "aZé\u0301ßﬁΩжй"
    "אב\u05b0\u05b9\u05be\u05f3كتأى\u064e\u0651\u0640\u06cc"
    "क\u094d\u093f"
    "แมวเ\u0e32\u0e33\u0e4d\u0e49\u0e31๒ຫນໜ\u0eb3\u0ecd\u0ec9"
    "ឆ\u17d2ម\u17b6\u17b4က\u1039\u103a\u102dབ\u0f0b\ua98f\ua9c0"
    "책을\u1112\u1161\u11ab\u3164\uffa0"
    "日語\U000e0100\u2f00㊗〇々ー゛か\u3099ﾗﾄﾞｰッ"
    "🔥❤\ufe0f\u200d👩🚀👍\U0001f3fd🇫🇷🏴\U000e0067\U000e007f♀\u20e31★™"
    "'’ʻʼʾʿ`\u0060\u00b4-\u2010_ \n\u00a0\u00ad\u200b\u2060\ufeff\u180b\u034f\xad\n"
)
MIXED = st.one_of(st.text(st.sampled_from(CHARACTERS), max_size=30), st.text(max_size=30))

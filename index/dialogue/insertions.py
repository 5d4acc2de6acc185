"""Cuts out narration that no mark separates from speech: "— Oui, dit-il, c'est moi."

French books have it, and older Spanish and Italian ones; in Russian a dash stands on both sides: «Нет, — сказала она, —
не хочу».
"""

from __future__ import annotations

import re

from .tagged.russian import VERBS as RUSSIAN_VERBS

# Forms that are hardly said themselves between commas; the past of most verbs of speech, the present of few.
_WITHOUT_MARKS = frozenset(
    """
    dis dit dirent disait disais disaient répondit répondis répond répondait répondirent répliqua répliquai répliquait
    reprit repris reprenait reprirent demanda demandai demande demandait demandèrent écria écriai écriait écrièrent cria
    criai criait murmura murmurai murmurait fit fis ajouta ajoutai ajoutait continua continuait répéta répétait
    interrompit observa observai observait pensa pensai pensait balbutia balbutiai balbutiait soupira soupirait exclama
    exclamai exclamèrent riposta ripostait repartit répartit poursuivit poursuivait déclara déclarai déclarait affirma
    affirmait gémit hurla hurlait chuchota chuchotait souffla lança grommela bégaya insista insistait conclut articula
    supplia hasarda confirma expliqua protesta gronda grondait sanglota ricana rectifia enquit enquis objecta rétorqua
    dijo dije dijeron decía respondió respondí respondieron replicó repliqué exclamó exclamé exclamaron preguntó
    pregunté preguntaron contestó contesté contestaron murmuró murmuré gritó gritaron repuso repuse añadió añadí
    prosiguió continuó interrumpió balbuceó objetó observó suspiró repitió repitieron
    atajó saltó concluyó terminó
    disse dissi rispose risposi chiese esclamò domandò mormorò gridò replicò soggiunse
    """.split()
)
# Spanish ones stand without a subject: "Más tendría, repuso, si ...".
_ALONE = frozenset("repuso replicó respondió añadió exclamó prosiguió continuó preguntó contestó murmuró dijo".split())
_BEFORE = r"(?:(?:me|lui|leur|nous|le|les|la|se|mi|gli)\s|(?:s|m|l)['\u2019])?"
_VERB = re.compile(rf"{_BEFORE}(?P<verb>[^\W\d_]++)")
# Each begins with a mark, which is looked for fast.
_BEGINS = re.compile(rf"[,;!?\u2026]\s+{_BEFORE}(?P<verb>[^\W\d_]++)(?!-(?:moi|toi|nous|vous|le|la|les|leur)\b)")
_BEGINS_AT_DASH = re.compile(r"[\u2014\u2013]\s+(?P<verb>[^\W\d_]++)")
_INVERTED = re.compile(r"(?:-t)?-(?:il|elle)\b")
_STOPS = ",;.!?\u2026"
_PAST_ENDINGS = ("a", "it", "ut", "int")
# In a tag the verb comes first and no comma follows within it; a verb that is part of the speech is followed otherwise.
# Behind the comma may stand what the speaker does meanwhile: "exclamó la enferma, incorporándose con viveza."
_MEANWHILE = r"(?:\w+ndo(?:[mst]e|l[aeo]s?)?|(?:tout\s)?en\s(?:se\s|s['\u2019])?\w+ant)\b[^,.;:!?\u2026\n]{0,80}"
_ENDS = re.compile(
    rf"(?:[^,.;:!?\u2026\n]|(?<=\b[A-Z])\.){{0,80}}(?:[,.;:!?\u2026]+"
    rf"(?:(?<=,)\s{_MEANWHILE}[,.;:!?\u2026]+)?\s*|\Z)"
)
_ENDS_AT_DASH = re.compile(r"[^\u2014\u2013\n]{0,120}?(?:\s[\u2014\u2013]\s+|\Z)")


def begins_tag(text: str, start: int, end: int) -> bool:
    """True if `text[start:end]` begins with a verb of speech in lower case, as narration behind speech does."""
    verb = _VERB.match(text, start, end)
    return verb is not None and _is_verb(verb["verb"])


def without_insertions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces of the speech `text[start:end]` around verbs of saying with their subjects."""
    insertions = _between_dashes(text, start, end)
    for begins in _BEGINS.finditer(text, start, end):
        last = _end(text, begins, end)
        if last:
            insertions.append((begins.start() + 1, last))
    if not insertions:
        return [(start, end)]
    insertions.sort()
    pieces: list[tuple[int, int]] = []
    place = start
    for first, last in insertions:
        if first >= place:
            pieces.append((place, first))
            place = last
    return [*pieces, (place, end)]


def _end(text: str, begins: re.Match[str], end: int) -> int:
    """Where an insertion ends that may begin so; 0 if it is none."""
    verb = begins["verb"]
    if not _is_verb(verb) and not (text.startswith("-", begins.end()) and _is_inverted(text, begins, end)):
        return 0
    ends = _ENDS.match(text, begins.end(), end)
    is_alone = text[begins.end() : begins.end() + 1] in (",", ".", ";")
    return 0 if ends is None or (is_alone and verb not in _ALONE) else ends.end()


def _between_dashes(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for begins in _BEGINS_AT_DASH.finditer(text, start, end):
        first = begins.start()
        while first > start and text[first - 1].isspace():
            first -= 1
        is_behind_word = start < first < begins.start() and (text[first - 1].isalnum() or text[first - 1] in _STOPS)
        ends = _ENDS_AT_DASH.match(text, begins.end(), end) if is_behind_word and _is_verb(begins["verb"]) else None
        if ends is not None:
            found.append((first, ends.end()))
    return found


def _is_inverted(text: str, begins: re.Match[str], end: int) -> bool:
    """True if any verb in the past has its pronoun behind it, as in "indiquait-il"; unless that is asked."""
    if not begins["verb"].endswith(_PAST_ENDINGS) or _INVERTED.match(text, begins.end(), end) is None:
        return False
    ends = _ENDS.match(text, begins.end(), end)
    return ends is not None and not {"?", "!"} & set(ends[0].rstrip()[-2:])


def _is_verb(word: str) -> bool:
    return word in _WITHOUT_MARKS or word in RUSSIAN_VERBS

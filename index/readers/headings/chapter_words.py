"""Words for chapters and numbers, in the languages of Project Gutenberg and the archives of fan fiction.

Those of Chinese, Japanese and Korean, where the label stands around the number, are in east_asian.py.
"""

from __future__ import annotations

import re
import unicodedata

from .east_asian import HAN_NUMBER_SIGNS, parse_han

_PART_WORDS = (
    "part book volume vol. arc season buch teil band partie livre tome libro llibre parte tomo deel boek del bok bind"
    " osa kirja część księga kniha část díl diel rész könyv kitap kısım partea cartea часть книга том частина μέρος"
    " βιβλίο phần quyển bagian jilid ภาคที่ ภาค เล่มที่ เล่ม الجزء الباب الكتاب بخش کتاب جلد חלק ספר भाग खंड खण्ड"
)
_CHAPTER_WORDS = (
    "chapter chap. ch. letter act stave canto fit adventure episode ep. phase"  # English
    " kapitel kap. akt aufzug brief"  # German, Danish, Swedish
    " chapitre acte lettre capitolo atto lettera capítulo capitulo cap. acto carta capítol capitolul"
    " hoofdstuk bedrijf kapittel kafli luku peatükk nodaļa skyrius rozdział kapitola poglavlje poglavje fejezet bölüm"
    " chương bab kabanata глава гл. акт действие письмо розділ дія поглавље поглавие κεφάλαιο κεφ."
    " hồi บทที่ บท ตอนที่ ตอน الفصل الحلقة فصل قسمت باب פרק अध्याय परिच्छेद অধ্যায় অধ্যায় পরিচ্ছেদ அத்தியாயம் అధ్యాయం"
    " თავი գլուխ ជំពូកទី ជំពូក ບົດທີ အခန်း тарау бүлэг кіраўнік раздзел pennod caibidil kapitulua sura"
)
_SCENE_WORDS = "scene section szene auftritt scène scena escena cena scen сцена явление σκηνή"


def _pattern(words: str) -> str:
    # Longest first: "capitolul" is one word, not "capitol" and "ul". Writers leave out the stop of "vol." and "ch.".
    ordered = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word.rstrip(".")) + r"\.?" * word.endswith(".") for word in ordered)


PARTS = _pattern(_PART_WORDS)
CHAPTERS = _pattern(_CHAPTER_WORDS)
SCENES = _pattern(_SCENE_WORDS)
LABELS = frozenset(word.rstrip(".") for word in f"{_PART_WORDS} {_CHAPTER_WORDS} {_SCENE_WORDS}".split())
"""All of them, lower-case and without a stop, for a quick test of a line's first word."""

# From one on; "/" separates spellings of one number.
_CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen",
    "eins/ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn",
    "un/une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit"
    " dix-neuf",
    "uno/un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve",
    "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette"
    " diciotto diciannove",
    "um/uma dois três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze dezesseis/dezasseis"
    " dezessete/dezassete dezoito dezenove/dezanove",
    "een/één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien"
    " achttien negentien",
    "ett/en två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    "один/одна два/две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
    " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście"
    " piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście",
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth",
    "premier/première second/seconde/deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième"
    " onzième douzième treizième quatorzième quinzième seizième dix-septième dix-huitième dix-neuvième vingtième",
    "primero/primera/primer segundo/segunda tercero/tercera/tercer cuarto/cuarta quinto/quinta sexto/sexta"
    " séptimo/séptima octavo/octava noveno/novena décimo/décima undécimo/undécima duodécimo/duodécima",
    "primo/prima secondo/seconda terzo/terza quarto/quarta quinto/quinta sesto/sesta settimo/settima ottavo/ottava"
    " nono/nona decimo/decima undicesimo/undicesima/decimoprimo dodicesimo/dodicesima/decimosecondo"
    " tredicesimo/tredicesima quattordicesimo/quattordicesima quindicesimo/quindicesima sedicesimo/sedicesima"
    " diciassettesimo/diciassettesima diciottesimo/diciottesima diciannovesimo/diciannovesima ventesimo/ventesima",
    "primeiro/primeira segundo/segunda terceiro/terceira quarto/quarta quinto/quinta sexto/sexta sétimo/sétima"
    " oitavo/oitava nono/nona décimo/décima",
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende"
    " vijftiende zestiende zeventiende achttiende negentiende twintigste",
    "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte",
    "første anden/andet/andre tredje fjerde femte sjette syvende/sjuende ottende/åttende niende tiende",
    "pierwszy/pierwsza drugi/druga trzeci/trzecia czwarty/czwarta piąty/piąta szósty/szósta siódmy/siódma ósmy/ósma"
    " dziewiąty/dziewiąta dziesiąty/dziesiąta jedenasty/jedenasta dwunasty/dwunasta",
    "الأول/الاول/الأولى الثاني/الثانية الثالث/الثالثة الرابع/الرابعة الخامس/الخامسة السادس/السادسة السابع/السابعة"
    " الثامن/الثامنة التاسع/التاسعة العاشر/العاشرة",
    "اول/یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم",
    "ראשון/ראשונה/א שני/שנייה/ב שלישי/שלישית/ג רביעי/רביעית/ד חמישי/חמישית/ה שישי/שישית/ו שביעי/שביעית/ז שמיני/שמינית/ח"
    " תשיעי/תשיעית/ט עשירי/עשירית/י",
    "một/nhất hai/nhì ba bốn/tư năm sáu bảy tám chín mười",
)
_RUSSIAN_ORDINAL_STEMS = (
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат"
    " шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_GERMAN_ORDINAL_STEMS = (
    "erst zweit dritt viert fünft sechst siebent/siebt acht neunt zehnt elft zwölft dreizehnt vierzehnt fünfzehnt"
    " sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst"
)
# From twenty on, by tens.
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "vingt trente quarante cinquante soixante",
    "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "tjugo trettio fyrtio femtio",
    "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
)
_COMPOUNDS = {"ventuno": 21, "ventidue": 22, "ventitré": 23, "veintiuno": 21, "veintidós": 22, "veintitrés": 23}


def _number_values() -> dict[str, int]:
    values: dict[str, int] = {}

    def add(words: str, step: int = 1, first: int = 1, ends: tuple[str, ...] = ("",)) -> None:
        for index, spellings in enumerate(words.split()):
            for spelling in spellings.split("/"):
                for end in ends:
                    values.setdefault(spelling + end, first + index * step)

    for words in (*_CARDINALS, *_ORDINALS):
        add(words)
    for words in _TENS:
        add(words, step=10, first=20)
    add(_GERMAN_ORDINAL_STEMS, ends=("e", "er", "es", "en"))
    add(_RUSSIAN_ORDINAL_STEMS, ends=("ая", "ый", "ое", "ой", "ья", "ий", "ье"))
    values["четвёртая"] = values["четвёртый"] = 4
    units = "ein zwei drei vier fünf sechs sieben acht neun".split()
    for ten, tens in enumerate("zwanzig dreißig vierzig fünfzig".split(), start=2):
        for unit, word in enumerate(units, start=1):
            for end in ("", "ste", "ster", "stes", "sten"):
                values[f"{word}und{tens}{end}"] = 10 * ten + unit
    for number, word in enumerate("cuatro cinco seis siete ocho nueve".split(), start=24):
        values[f"veinti{word}"] = number
    for number, word in enumerate("quattro cinque sei sette otto nove".split(), start=24):
        values[f"vent{word}" if word == "otto" else f"venti{word}"] = number
    return values | _COMPOUNDS


_VALUES = _number_values()
_WORD = "|".join(re.escape(word) for word in sorted(_VALUES, key=lambda word: (-len(word), word)))
_TEN_WORDS = "|".join(
    sorted((w for words in _TENS for s in words.split() for w in s.split("/")), key=len, reverse=True)
)

_NOT_ORDINALS = frozenset(spelling for words in _CARDINALS for word in words.split() for spelling in word.split("/"))
_NOT_ORDINALS |= frozenset(_TEN_WORDS.split("|"))
ORDINALS = "|".join(word for word in _WORD.split("|") if word not in _NOT_ORDINALS)
"""Pattern of the numbers that may stand before their noun ("Erstes Kapitel")."""

NUMBERS = rf"(?:{_TEN_WORDS})(?:[- ](?:(?:et|y|e|und|and)[- ])?(?:{_WORD}))?|{_WORD}|last|final"
"""Pattern of cardinals and ordinals in words, to be used with `re.IGNORECASE`."""


def parse_number_words(words: str) -> int:
    """The number in words ("twenty-one", "одиннадцатая", "十二"); 0 if `words` are no number.

    >>> [parse_number_words(words) for words in ("Twenty-First", "двадцать первая", "einundzwanzigstes", "一百零五")]
    [21, 21, 21, 105]
    """
    words = unicodedata.normalize("NFC", words).casefold().replace("ss", "ß") if "dreiss" in words.lower() else words
    words = words.lower().strip()
    if words in _VALUES:
        return _VALUES[words]
    if words and all(sign in HAN_NUMBER_SIGNS for sign in words):
        return parse_han(words)
    total = 0
    for word in re.split(r"[-\s]+", words):
        if word not in ("et", "y", "e", "und", "and"):
            if word not in _VALUES:
                return 0
            total += _VALUES[word]
    return total

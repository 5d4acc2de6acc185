"""Turns names and codes of languages, as headers write them, into BCP 47."""

from __future__ import annotations

import re
import unicodedata

# ISO 639-1, by the codes of ISO 639-2 (both of them, where bibliographers use another) and their English names.
_CODES = """
aa aar afar; ab abk abkhazian; af afr afrikaans; ak aka akan; sq sqi alb albanian; am amh amharic; ar ara arabic;
an arg aragonese; hy hye arm armenian; as asm assamese; ay aym aymara; az aze azerbaijani; ba bak bashkir; bm bam
bambara; eu eus baq basque; be bel belarusian; bn ben bengali; bs bos bosnian; br bre breton; bg bul bulgarian; my mya
bur burmese; ca cat catalan; ce che chechen; zh zho chi cmn chinese mandarin; cv chv chuvash; kw cor cornish; co cos
corsican; cs ces cze czech; da dan danish; dv div dhivehi; nl nld dut dutch flemish; dz dzo dzongkha; en eng english;
eo epo esperanto; et est ekk estonian; ee ewe; fo fao faroese; fj fij fijian; fi fin finnish; fr fra fre french; fy fry
frisian; ff ful fulah; ka kat geo georgian; de deu ger german; gd gla gaelic; ga gle irish; gl glg galician; gv glv
manx; el ell gre greek; gn grn guarani; gu guj gujarati; ht hat haitian; ha hau hausa; he heb hebrew; hi hin hindi;
hr hrv croatian; hu hun hungarian; ig ibo igbo; is isl ice icelandic; io ido; iu iku inuktitut; ia ina interlingua;
id ind indonesian; it ita italian; jv jav javanese; ja jpn japanese; kl kal greenlandic; kn kan kannada; ks kas
kashmiri; kk kaz kazakh; km khm khmer; ki kik kikuyu; rw kin kinyarwanda; ky kir kyrgyz; ko kor korean; ku kur kurdish;
lo lao; la lat latin; lv lav latvian; ln lin lingala; lt lit lithuanian; lb ltz luxembourgish; lg lug ganda; mk mkd mac
macedonian; ml mal malayalam; mi mri mao maori; mr mar marathi; ms msa may malay; mg mlg malagasy; mt mlt maltese; mn
mon mongolian; nv nav navajo; ne nep nepali; nn nno; nb nob; no nor norwegian; oc oci occitan; or ori odia; om orm
oromo; os oss ossetian; pa pan punjabi; fa fas per persian farsi; pi pli pali; pl pol polish; pt por portuguese; ps pus
pashto; qu que quechua; rm roh romansh; ro ron rum romanian; ru rus russian; sg sag sango; sa san sanskrit; si sin
sinhala; sk slk slo slovak; sl slv slovenian slovene; se sme; sm smo samoan; sn sna shona; sd snd sindhi; so som
somali; st sot sotho; es spa spanish castilian; sc srd sardinian; sr srp serbian; su sun sundanese; sw swa swahili;
sv swe swedish; ty tah tahitian; ta tam tamil; tt tat tatar; te tel telugu; tg tgk tajik; tl tgl tagalog; th tha thai;
bo bod tib tibetan; ti tir tigrinya; to ton tongan; tn tsn tswana; ts tso tsonga; tk tuk turkmen; tr tur turkish; tw
twi; ug uig uyghur; uk ukr ukrainian; ur urd urdu; uz uzb uzbek; ve ven venda; vi vie vietnamese; vo vol volapük; cy cym
wel welsh; wa wln walloon; wo wol wolof; xh xho xhosa; yi yid yiddish; yo yor yoruba; za zha zhuang; zu zul zulu;
fil filipino; haw hawaiian; sco scots; yue cantonese; wuu; hak; nan; arc aramaic; qya quenya; sjn sindarin; tlh klingon;
gsw; nds; grc; ang; enm; und; jbo lojban; mis; tpi; pcm; ceb cebuano; hsb; dsb; fro; fur; gmh; non; sux; akk; egy
"""
# Languages by their own names, as the Archive of Our Own lists them, and those without a code above.
_NAMES = {
    "العربية": "ar", "български": "bg", "bosanski": "bs", "català": "ca", "中文": "zh", "汉语": "zh", "漢語": "zh",
    "中文-普通话 國語": "zh", "中文-广东话 粵語": "yue", "粵語": "yue", "中文-吴语 吳語": "wuu", "中文-客家话": "hak",
    "简体中文": "zh-hans", "繁體中文": "zh-hant", "simplified chinese": "zh-hans", "traditional chinese": "zh-hant",
    "čeština": "cs", "česky": "cs",
    "dansk": "da", "deutsch": "de", "ελληνικά": "el", "español": "es", "castellano": "es",
    "eesti keel": "et", "eesti": "et", "euskara": "eu", "فارسی": "fa", "suomi": "fi", "français": "fr", "gaeilge": "ga",
    "gàidhlig": "gd", "scottish gaelic": "gd", "galego": "gl", "עברית": "he", "हिन्दी": "hi", "हिंदी": "hi",
    "hrvatski": "hr", "magyar": "hu", "հայերեն": "hy", "bahasa indonesia": "id", "íslenska": "is", "italiano": "it",
    "日本語": "ja", "basa jawa": "jv", "ქართული": "ka", "한국어": "ko", "조선말": "ko",
    "kurdî": "ku", "lingua latina": "la",
    "latina": "la", "lëtzebuergesch": "lb", "lietuvių kalba": "lt", "lietuvių": "lt", "latviešu valoda": "lv",
    "latviešu": "lv", "македонски": "mk", "മലയാളം": "ml", "монгол": "mn", "मराठी": "mr", "bahasa malaysia": "ms",
    "bahasa melayu": "ms", "malti": "mt", "nederlands": "nl", "vlaams": "nl", "norsk": "no", "norsk bokmål": "nb",
    "bokmål": "nb", "nynorsk": "nn", "norsk nynorsk": "nn", "ਪੰਜਾਬੀ": "pa", "polski": "pl", "português": "pt",
    "português brasileiro": "pt-br", "brazilian portuguese": "pt-br", "português europeu": "pt-pt", "română": "ro",
    "русский": "ru", "русский язык": "ru", "slovenčina": "sk", "slovenščina": "sl", "shqip": "sq", "српски": "sr",
    "srpski": "sr", "svenska": "sv", "kiswahili": "sw", "தமிழ்": "ta", "తెలుగు": "te", "ไทย": "th", "türkçe": "tr",
    "українська": "uk", "اردو": "ur", "tiếng việt": "vi", "volapük": "vo",
    "cymraeg": "cy", "ייִדיש": "yi",
    "yidish": "yi",
    "বাংলা": "bn", "беларуская": "be", "afaan oromoo": "om", "eald englisċ": "ang", "old english": "ang",
    "middle english": "enm", "ancient greek": "grc", "plattdüütsch": "nds", "low german": "nds",
    "schwyzerdütsch": "gsw",
    "interlingua": "ia", "tlhingan-hol": "tlh", "bahasa": "id", "british english": "en-gb", "american english": "en-us",
}  # fmt: skip
_REGIONS = {
    "uk": "gb", "united kingdom": "gb", "great britain": "gb", "british": "gb", "us": "us", "usa": "us",
    "united states": "us", "american": "us", "australia": "au", "canada": "ca", "brazil": "br", "brasil": "br",
    "portugal": "pt", "mexico": "mx", "méxico": "mx", "latin america": "419", "latinoamérica": "419", "spain": "es",
    "españa": "es", "simplified": "hans", "traditional": "hant", "taiwan": "tw", "hong kong": "hk",
    "switzerland": "ch", "schweiz": "ch", "austria": "at", "österreich": "at", "belgium": "be",
}  # fmt: skip
_TAG = re.compile(r"([a-z]{2,3})((?:-[a-z0-9]{1,8})*)")
# The Archive of Our Own writes "ptBR" into its EPUBs.
_GLUED = re.compile(r"([a-z]{2})([A-Z]{2})")
_QUALIFIED = re.compile(r"(.+?)\s*[(\[]\s*(.+?)\s*[)\]]")
_NONE = frozenset(("und", "mul", "mis", "zxx"))
_MAX_NAME_CHARS = 60


def _spellings() -> dict[str, str]:
    spellings: dict[str, str] = {}
    for entry in _CODES.split(";"):
        tag, *others = entry.split()
        spellings |= dict.fromkeys((tag, *others), tag)
    return spellings | _NAMES


_SPELLINGS = _spellings()


def language_tag(text: str) -> str:
    """BCP 47, lower-case and as short as it can be, of a name ("English", "Français") or code ("eng", "en_GB"); "" if
    it is neither.

    >>> language_tag("English"), language_tag("en_GB"), language_tag("eng"), language_tag("Elvish")
    ('en', 'en-gb', 'en', '')
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text or len(text) > _MAX_NAME_CHARS:
        return ""
    if match := _GLUED.fullmatch(text):
        text = f"{match[1]}-{match[2]}"
    name = text.lower()
    if found := _SPELLINGS.get(name, ""):
        return "" if found in _NONE else found
    if match := _QUALIFIED.fullmatch(name):
        return _regional(match[1], match[2])
    if match := _TAG.fullmatch(name.replace("_", "-")):
        # Two letters that are no code, and words like "old", are no language.
        own = _SPELLINGS.get(match[1], "")
        return f"{own}{match[2]}" if own and own not in _NONE else ""
    # "Spanish / Español", "English, French": the first says enough.
    first = re.split(r"\s*[/,;&]\s*|\s+and\s+", name, maxsplit=1)[0]
    if first != name:
        return language_tag(first)
    return "zh" if name.startswith("中文") else ""


def _regional(name: str, region: str) -> str:
    language = language_tag(name) or language_tag(region)
    known = _REGIONS.get(region, "")
    return f"{language}-{known}" if language and known and "-" not in language else language

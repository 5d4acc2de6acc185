"""Is this short text what a website says instead of a story?

No site's page is known here. The phrases are those by which all sites say that there is no page, that the reader has to
log in, that there is too much traffic, or that a browser is needed. They mean nothing by themselves: they are asked for
only where a story was, and nothing of it is left (`verdict.py`).
"""

from __future__ import annotations

import re

# Lower case, grouped by what the page says.
_PHRASES = (
    # Not found, gone.
    "not found|no longer (?:available|exists?|here)|does(?: not|n['’]t) exist|ha(?:s|ve) been (?:deleted|removed|moved)"
    "|was (?:deleted|removed)|could(?: not|n['’]t) be found|unavailable|not available|invalid|page expired|site closed"
    # Log in.
    "|log(?:ged)? ?in|sign(?:ed)? ?(?:in|up)|register(?:ed)?|restricted|password|members only|subscri(?:be|bers?)"
    "|create an account|age verification|adult content|are you over"
    # Forbidden, too much traffic, out of order.
    "|access denied|forbidden|unauthori[sz]ed|permission|blocked|banned|too many requests|rate limit(?:ed)?"
    "|retry later|try again|slow down|bad gateway|gateway time-?out|time-?out|timed out|service unavailable"
    "|temporarily|maintenance|overloaded|internal server error|server error|error|bad request|proxy|offline"
    # A browser, a person.
    "|just a moment|one moment|please wait|checking your browser|enable javascript|javascript|cookies?|captcha"
    "|verify(?:ing)? (?:that )?you|you are (?:not )?(?:a )?(?:human|robot)|unusual traffic"
    "|cloudflare|nginx|apache|ray id"
    # The same in other languages.
    "|anmelden|einloggen|fehler|nicht gefunden|nicht verfügbar|zugriff verweigert|wartung"
    "|connexion|connectez|erreur|introuvable|accès refusé|indisponible|iniciar sesión|no encontrad[ao]"
    "|acceso denegado|no disponible|accedi|errore|non trovat[ao]|non disponibile|erro|não encontrad[ao]|indisponível"
    "|inloggen|niet gevonden|войти|ошибка|не найден[ао]?|доступ|недоступн\\w*"
)
_CODES = r"(?:http|error|status|code)?\W{0,3}(?:40[0134]|410|429|451|50[0-4]|52\d)"
_SIGNS = re.compile(
    rf"\b(?:{_PHRASES}|{_CODES})\b|登录|登錄|错误|錯誤|未找到|不存在|ログイン|エラー|見つかりません|로그인|오류"
)
# A page says what it is in its first characters.
_OPENING = 200
# A story of this length may have a few of these phrases by chance, in characters.
_MAX_CHARACTERS = 6_000


def looks_like_error_page(title: str, text: str) -> bool:
    """True if the title or the opening has one of the phrases, or if the rest of a short text has two."""
    if len(text) > _MAX_CHARACTERS:
        return False
    if _SIGNS.search(f"{title[:_OPENING]}\n{text[:_OPENING]}".casefold()):
        return True
    return len(set(_SIGNS.findall(text.casefold()))) > 1

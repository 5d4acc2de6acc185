"""German: "sagte Anna", "rief der Alte", "erwiderte Frau von Briest". All nouns have a capital."""

from __future__ import annotations

from .language import Language, forms_of, genders_of, given_name_gender, words_of

_VERBS = forms_of(
    """sagt fragt erwidert antwortet meint murmelt flüstert entgegnet versetzt wiederholt setzt lacht lächelt seufzt
    stammelt stotterte jubelt klagt jammert brummt murrt knurrt bemerkt erklärt erzählt ergänzt bestätigt berichtet
    äußert hauchte bat wimmert schluchzt zischt kreischt brüllt donnert kommandirt kommandiert höhnt spottet scherzt
    mahnt warnt drängt beharrt beteuert betheuert versichert bekräftigt gesteht grollt grunzt keucht krächzt lallt
    plapperte plaudert predigt prahlt raunt redet schmeichelt schnarrt schnauzt schimpft stöhnt tadelt tröstet wehrt
    wettert dachte überlegt forscht erkundigt grüßt gebot nickt stimmt näselt piepst polterte protestirt protestiert
    räsonnirt buchstabirt citirt zitiert verkündet verkündigt vermutet vermuthet verlangt wendet wandt staunt zürnt
    eiferte eifert fügt herrscht hüstelt fährt ächzt lispelt neckt folgert brüstet belehrt begütigt beruhigt
    beschwichtigt befiehlt bekennt""",
    ("e", "en", ""),
) | words_of(
    """ließ nahm nahmen fing fieng fingen fiengen wandte unterbrach sprach sprachen rief riefen schrie schrieen schrien
    sprich spricht ruft schreit fuhr fuhren begann begannen hob gab bat baten befahl befahlen unterbrachen warf
    fiel fielen schloß schloss schlossen sang sangen las lasen gestand versprach verhieß verhiess gebot schalt
    fluchte dachte dachten denkt sage frage rufe spreche kam sag' fragt' sagt' meinte meinten hauchte stotterte
    plapperte polterte bekannte widersprach entschied stieß brach hub"""
)
_MALE = """herr herrn freiherr baron graf fürst prinz könig kaiser herzog ritter junker doktor doctor dr professor
pastor pfarrer vater onkel bruder vetter großvater großpapa papa hauptmann oberst major general leutnant
lieutenant rittmeister kapitän kapitain assessor rath rat geheimrat geheimrath hofrat hofrath justizrat justizrath
rechtsanwalt bürgermeister amtmann förster oberförster wachtmeister meister monsieur signor sir lord don pater
landrat kommerzienrat konsul senator direktor inspektor kommissar sankt schwager neffe druide barde"""
_FEMALE = """frau fräulein freifrau baronin gräfin fürstin prinzessin königin kaiserin herzogin mutter tante
schwester base cousine großmutter großmama mama mamsell jungfer madame mademoiselle miss mistreß mistress mrs
signora lady doktorin professorin pastorin pfarrerin rätin räthin majorin hofrätin hofräthin schwägerin nichte
muhme"""
_LITTLE = words_of(
    """sich ihm ihr ihnen mir uns es dann da so nun jetzt wieder noch auch nur aber und doch leise laut endlich
    darauf drauf plötzlich schnell hierauf hastig lächelnd lachend ruhig also immer einfach kurz traurig ernst
    freundlich hatte hat war ist ihn sie"""
)


def _is_verb_like(word: str) -> bool:
    return len(word) > 4 and word.endswith(("te", "ten"))


def _verb_gender(verb: str) -> str:
    return "P" if verb.endswith(("ten", "achen", "iefen", "ieen", "ien", "uhren", "annen", "aten", "ielen")) else ""


_MEN = words_of(
    """paul hans karl carl fritz otto heinrich wilhelm friedrich georg johann johannes peter franz josef joseph
    ludwig max ernst ferdinand gustav hermann robert rudolf theodor thomas walter werner wolfgang anton arthur
    adam albert alfred august emil eduard konrad kurt leopold martin michael moritz richard stefan viktor klaus
    jakob kaspar daniel"""
)
_WOMEN = words_of(
    "elisabeth gertrud margarethe charlotte luise marie sophie grete käthe dorothee ruth agnes edith effi helene irene"
)


def _nominatives(word: str) -> tuple[str, ...]:
    """ "Effi" of "Effis", "Sigune" of "Sigunen" and "Sigunens"."""
    if word.endswith("ns"):
        return word[:-1], word[:-2]
    return (word[:-1],) if word.endswith(("s", "n")) else ()


LANGUAGE = Language(
    verbs=_VERBS,
    leading_verbs=words_of("sagen rufen sprechen schreien fragen rufend sagend fragend worten"),
    verb_like=_is_verb_like,
    verb_gender=_verb_gender,
    before_verb=_LITTLE,
    pronouns={
        "er": "M",
        "sie": "F",
        "ich": "I",
        "es": "",
        "wir": "",
        "man": "",
        "du": "",
        "ihr": "",
        "dieser": "M",
        "diese": "F",
        "jener": "M",
        "jene": "F",
        "jemand": "",
        "einer": "M",
        "eine": "F",
        "alle": "",
        "beide": "",
        "andere": "",
        "letzterer": "M",
        "letztere": "F",
    },
    determiners={
        "der": "M",
        "die": "F",
        "das": "",
        "ein": "",
        "eine": "F",
        "sein": "",
        "seine": "F",
        "ihr": "",
        "ihre": "F",
        "mein": "",
        "meine": "F",
        "unser": "",
        "unsere": "F",
        "unsre": "F",
        "dieser": "M",
        "diese": "F",
        "dieses": "",
        "jener": "M",
        "jene": "F",
        "euer": "",
    },
    titles=genders_of(_MALE, _FEMALE),
    nouns=genders_of(
        """mann alte alter junge knabe bursche bub bube sohn freund wirt wirth schulze bauer knecht schulmeister lehrer
        greis diener kutscher schneider müller schmied jäger soldat fremde student kellner nachbar kranke
        gefangene gatte geselle kamerad""",
        """weib mädchen tochter magd wirtin wirthin bäuerin dame freundin witwe wittwe braut gattin greisin
        dienerin nachbarin kellnerin köchin haushälterin amme""",
        "kind",
    ),
    generic=genders_of(
        "mann knabe bursche sohn freund junge gatte vater bruder herr onkel",
        "weib mädchen tochter dame freundin gattin mutter schwester frau fräulein tante braut",
        "kind",
    ),
    nobody=words_of(
        """kinder worte stimme stimmen andere anderen beiden leute ding sache wort antwort ganze eine einen menge
        herz mund erste zweite dritte letzte übrigen einzige gedanke männer frauen"""
    ),
    adjectives=frozenset(),
    adjective_endings=("e", "er", "es", "en"),
    particles=words_of("von van de der du la le vom"),
    prepositions=words_of(
        """an auf aus bei bis durch für gegen hinter in im ins mit nach neben ohne seit über um unter von vom vor
        während wegen zu zum zur zwischen gegenüber am beim voll voller statt trotz dem den des einem einen eines
        einer ihrem seinem ihren seinen ihres seines meinem meinen meines deinem deinen"""
    ),
    clauses=words_of("daß dass weil als wenn da ob wie was wer wo nachdem indem während bis bevor ehe"),
    no_names=words_of(
        """der die das ein eine er sie es ich wir ihr du man und oder aber doch denn so da dann nun jetzt ja nein
        ach o oh ei na gott himmel was wer wie wo warum wann in im an am auf aus bei mit nach von vor zu zum zur
        als wenn daß dass weil ob nicht kein keine mein meine dein deine sein seine unser unsere dieser diese
        dieses jener jene jenes alle alles dem den des einem einen einer eines nur auch noch schon immer endlich
        plötzlich guten gute guter montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend
        deutschland berlin nichts etwas niemand jemand mir mich dir dich ihm ihn sich uns euch ihnen ihrem ihren
        hier dort ist war hat hatte"""
    ),
    name_gender=given_name_gender(
        _MEN, _WOMEN, female=("a", "chen", "ine", "ise", "ie", "ette", "trud", "hild", "berta")
    ),
    indefinite=words_of("ein eine"),
    person_endings=("er", "erin", "ist", "ling", "ant", "ent", "ente", "ier", "mann", "frau", "herr"),
    nominatives=_nominatives,
    adverb_endings=("end", "lich", "ig", "isch", "haft"),
    possessives=words_of("sein seine ihr ihre"),
    articles=words_of(
        """der die das dem den des ein eine einen einem einer eines kein keine keinen keinem keiner im am zum zur
        vom beim ins mein meine meinen meinem meiner sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer
        unser unsere diese dieser diesem diesen dieses jene jener jenem jenen alle allen viele vielen jede jeder
        jedem jeden ohne"""
    ),
    capital_nouns=True,
)

"""Function words, which say more of a language than of a text: articles, pronouns, prepositions, auxiliaries.

Closed classes, written down here as no dependency has them without a download. Contractions are terms in full ("don't"
is "do not"), what is left of others a letter or two ("'s", "l'").
"""

from __future__ import annotations

from collections.abc import Iterable

_ENGLISH = """a an the i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it
its itself we us our ours ourselves they them their theirs themselves one this that these those who whom whose which
what there here and or but nor so yet if then than because as while though although unless until when where why how of
in on at by for with from to into onto out up down off over under about after before between among through during
against without within upon across along around behind beside beyond near toward towards not no be am is are was were
been being have has had having do does did done doing will would shall should can could may might must ought s d t o
also too very just only even such same other another any some all both each every either neither more most much many
few own again ever never now still"""
_FRENCH = """le la les l un une des du de d à au aux je j me m moi mon ma mes tu te t toi ton ta tes il elle on se s soi
son sa ses lui nous notre nos vous votre vos ils elles eux leur leurs y en ce c cet cette ces celui celle ceux celles ça
cela ceci qui que qu quoi dont où lequel laquelle et ou mais ni or car donc si comme quand lorsque puisque parce par
pour sur sous dans avec sans chez entre vers contre depuis pendant avant après ne n pas plus moins non point rien jamais
être est es suis sommes êtes sont était étais étaient étions fut furent sera été soit avoir a as ai ont avons avez avait
avais avaient eut eu aura ait tout tous toute toutes même mêmes autre autres quel quelle quels quelles aussi très"""
_GERMAN = """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner ich mich mir mein
meine meinen meinem meiner du dich dir dein deine deinen er ihn ihm sein seine seinen seinem seiner sie ihr ihre ihren
ihrem ihrer ihnen es wir uns unser unsere euch euer eure man sich dieser diese dieses diesen diesem jener jene jenes
jenen wer wen wem was welche welcher welches und oder aber denn sondern doch wenn als ob weil dass daß da damit wie wo
wann warum in im ins an am ans auf aus bei beim mit nach von vom vor zu zum zur über unter durch für gegen ohne um bis
seit zwischen nicht nichts nie noch schon nur auch so sehr mehr bin bist ist sind seid war waren wäre gewesen sei habe
hast hat haben hatte hatten hätte werde wirst wird werden wurde wurden würde worden kann können konnte muss muß müssen
mußte soll sollte will wollte mag möchte hier dort dann nun ja nein"""
_SPANISH = """el la los las lo un una unos unas de del a al yo me mí mi mis tú tu tus te ti él ella ello ellos ellas se
sí su sus le les nos nosotros nuestro nuestra nuestros nuestras vosotros os usted ustedes este esta esto estos estas ese
esa eso esos esas aquel aquella aquello aquellos aquellas que qué quien quién cual cuál cuyo donde dónde cuando cuándo
como cómo y e o u pero sino ni si porque pues aunque mientras en con sin por para sobre entre hasta desde hacia contra
tras bajo ante no nada nunca ya más muy tan también es soy eres son era eran fue fueron ser sido sea está estaba estaban
estar he has ha han haber había habían hubo hay todo toda todos todas otro otra otros otras mismo misma"""

_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "de": _GERMAN, "es": _SPANISH}


def common_words(languages: Iterable[str]) -> frozenset[str]:
    """The folded function words of these languages, by their tags ("en-gb" is English); of others none.

    >>> sorted(common_words(["en-gb"]))[:3], common_words(["fi"])
    (['a', 'about', 'across'], frozenset())
    """
    primary = {language.partition("-")[0].lower() for language in languages}
    return frozenset(word for language in primary for word in _BY_LANGUAGE.get(language, "").split())

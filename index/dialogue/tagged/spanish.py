"""Spanish: "—dijo Ana—", "respondió don Quijote", "díjole el cura". A verb may have no subject at all."""

from __future__ import annotations

from .language import Language, forms_of, genders_of, given_name_gender, words_of

_STEMS = """contest murmur exclam pregunt grit replic repit respond añad observ pens suspir continu insist balbuce
balbuc interrog interrump afirm declar susurr asegur agreg apunt coment confes concluy confirm explic gruñ implor
interpel mand manifest mascull not objet orden prorrump protest rog rug salud señal solloz sonri suplic tartamude
termin tron vocifer clam cuchiche advirt advert anunci avis coment consol cont coreo corrig exig exhort gem grazn
gimote indic invit jur llam mand mencion narr pid prometi propus quej raz recalc rectific refunfuñ regañ reiter
rezong salt solt suger sentenci tercio turb ahul aull ironiz bram brome barbot chill rectific aventur acert acab
acudi argu argument aprob apoy articul bisbise cant carraspe celebr cerr coligi denunci deplor desafi disculp dud
empez encareci enmend escap exhal expres formul grazn inform inquiri intercal interven lament le masc medit
musit opin orden ponder porfi precis predic prest proclam profiri pronunci prosigui rebat recomend record reclam
recit reflexion relat remach renegr resopl resum ri rumi sise sosteni terci vacil vaticin"""
_ENCLITICS = ("", "le", "les", "me", "nos", "se", "la", "lo")
_PRETERITES = forms_of(_STEMS, ("ó", "é", "ió", "aba", "aban", "aron", "ía")) | words_of(
    """dijo dije dijeron dice digo dicen decía decían repuso repuse respondió respondí responde contesta pregunta
    prosiguió prosiguieron prosigue añade exclama murmura grita replica repite siguió seguía hizo pidió propuso
    interrumpió rió rio intervino sostuvo sonrió repitió prometió previno adujo concluyó insinuó leyó bendijo
    maldijo advirtió sugirió gimió sintió corrigió mintió gruñó"""
)
_VERBS = frozenset(
    [
        *_PRETERITES,
        # "díjole", "respondióle" and, without the accent, "respondiole".
        *(form + clitic for form in _PRETERITES if form.endswith(("ó", "ió")) for clitic in _ENCLITICS[1:]),
        *(form[:-1] + "o" + clitic for form in _PRETERITES if form.endswith("ó") for clitic in _ENCLITICS[1:]),
        *("díjo" + clitic for clitic in _ENCLITICS[1:]),
        *("dijo" + clitic for clitic in _ENCLITICS[1:]),
        *("decía" + clitic for clitic in _ENCLITICS[1:]),
        *("repúso" + clitic for clitic in _ENCLITICS[1:]),
        "dijéronle", "dijéronles", "díjome", "díjele",
    ]
)  # fmt: skip
_MALE = """don señor sr d señorito conde vizconde marqués duque príncipe rey barón caballero fray padre tío
hermano abuelo primo papá capitán coronel general comandante sargento doctor licenciado bachiller cura canónigo
alcalde juez maese maestro ventero barbero san monsieur míster lord sir infante cardenal obispo ministro
presidente"""
_FEMALE = """doña señora sra señorita srta condesa vizcondesa marquesa duquesa princesa reina baronesa madre tía
hermana abuela prima mamá sor ama sobrina madame miss lady ventera dueña doncella infanta mademoiselle"""


def _is_verb_like(word: str) -> bool:
    return len(word) > 3 and word.endswith(("ó", "óle", "óme", "ose", "aba", "ía", "aron", "ieron"))


def _verb_gender(verb: str) -> str:
    if verb.endswith(("ron", "ban", "ían", "cen")):
        return "P"
    return "I" if verb in _FIRST or (verb.endswith("é") and len(verb) > 3) else ""


_FIRST = words_of("dije repuse respondí digo díjele")


_MEN = words_of(
    """juan miguel andrés luis tomás felipe enrique jaime vicente jorge césar javier joaquín rafael gabriel
    josé"""
)
_WOMEN = words_of(
    """carmen isabel pilar mercedes dolores inés beatriz raquel consuelo rosario amparo maritornes clotilde"""
)


LANGUAGE = Language(
    verbs=_VERBS,
    leading_verbs=words_of(
        """decir diciendo diciéndole gritando exclamando añadiendo preguntar preguntando gritar murmurando
        respondiendo exclamar"""
    ),
    verb_like=_is_verb_like,
    verb_gender=_verb_gender,
    before_verb=words_of(
        """se le les la lo las los me te nos os no y entonces ya así luego también pero por fin al había ha
        después sólo solo siempre aún apenas"""
    ),
    pronouns={
        "él": "M",
        "ella": "F",
        "yo": "I",
        "ellos": "",
        "ellas": "",
        "usted": "",
        "aquél": "M",
        "aquel": "M",
        "éste": "M",
        "ésta": "F",
        "aquélla": "F",
        "aquella": "F",
        "este": "M",
        "esta": "F",
        "alguien": "",
        "nosotros": "",
        "todos": "",
        "ambos": "",
        "uno": "",
        "una": "",
        "otro": "",
        "otra": "",
    },
    determiners={
        "el": "M",
        "la": "F",
        "un": "M",
        "una": "F",
        "su": "",
        "mi": "",
        "este": "M",
        "esta": "F",
        "aquel": "M",
        "aquella": "F",
        "nuestro": "M",
        "nuestra": "F",
        "ese": "M",
        "esa": "F",
        "los": "",
        "las": "",
        "sus": "",
        "mis": "",
        "unos": "",
        "unas": "",
        "dos": "",
    },
    titles=genders_of(_MALE, _FEMALE),
    nouns=genders_of(
        """hombre joven viejo anciano niño muchacho mozo marido esposo hijo amigo criado mayordomo cochero médico
        soldado gigante pastor labrador paje escudero hidalgo cabrero arriero mercader galeote cuadrillero
        vizcaíno mancebo huésped cautivo oidor duque diablo enfermo desconocido posadero sacerdote conductor
        escribano sobrino gobernador autor notario abogado ciego""",
        """mujer vieja anciana niña muchacha moza esposa hija amiga criada enferma pastora labradora huérfana
        viuda desconocida""",
        "joven",
    ),
    generic=genders_of(
        "hombre joven niño muchacho marido esposo hijo amigo padre hermano señor señorito",
        "mujer joven niña muchacha esposa hija amiga madre hermana señora señorita dama",
    ),
    nobody=words_of(
        """voz voces otro otra otros otras mismo cual primero segundo último gente pueblo corazón eco caso verdad
        todo mayor menor punto sazón cosa tal ecos"""
    ),
    adjectives=words_of(
        """buen buena bueno gran pobre vieja viejo joven pequeño pequeña triste noble ilustre valiente famoso
        bella bello hermosa hermoso linda lindo dulce santo santa digno digna desdichado desdichada
        malvado mal ingenioso discreta discreto astuto anciano anciana fiel honrado honrada infeliz simpática
        encantadora"""
    ),
    particles=words_of("de del la las los von"),
    prepositions=words_of(
        """a al ante bajo con contra de del desde en entre hacia hasta para por según sin sobre tras durante
        mediante"""
    ),
    clauses=words_of("cuyo cuando como si que quien donde porque pues mientras aunque después"),
    no_names=words_of(
        """el la los las un una unos unas él ella ellos ellas yo tú usted ustedes y o pero mas ni que quien cual
        cuando como donde si no sí pues entonces luego así por para con sin en de del al a ante bajo su sus mi mis
        tu tus este esta esto ese esa eso aquel aquella aquello ah oh ay eh dios cielo virgen jesús madrid españa
        todo toda todos nada nadie algo alguien muy más ya qué quién cómo dónde cuándo cuánto porque aunque
        mientras después antes también tampoco lunes martes miércoles jueves viernes sábado domingo se le lo me te
        nos os"""
    ),
    name_gender=given_name_gender(_MEN, _WOMEN, female=("a",), male=("o", "os", "án", "ín", "el")),
    indefinite=words_of("un una unos unas"),
    person_endings=("ero", "era", "ista", "dor", "dora", "ador", "adora", "ante", "ejo", "illo", "ito", "ita", "illa"),
    no_noun_endings=("ndo", "ndose", "ndola", "ndole", "ndolo", "ndolas", "ndoles", "ndolos", "ndoselas", "ó", "mente"),
    drops_subject=True,
    adverb_endings=("mente",),
    possessives=words_of("su sus"),
)

"""French: "dit-elle", "s'écria le comte", "répondit M. de Tréville"."""

from __future__ import annotations

from .language import Language, forms_of, genders_of, given_name_gender, words_of

# In the past these follow speech in books without marks around it as well (insertions.py); in the present some are
# part of what is said: "Va, demande à ton père, et reviens".
PAST = forms_of(
    """demand murmur cri ajout continu répét balbuti soupir exclam ripost déclar affirm chuchot souffl grommel
    bégay insist observ pens répliqu écri object lanç hurl gront grond implor suppli sanglot marmonn marmott
    bredouill grogn articul prononç confirm protest commenc termin achev appel ordonn command conseill expliqu
    racont annonc avou plaisant ricann rican raill siffl recommenc remarqu rappel hasard tonn vocifér clam
    questionn interrog interpell assur jur accord approuv susurr gliss réclam proclam résum précis exhort encourag
    consol calm gourmand salu jet ânonn aboy brail beugl cit corrig menac not nasill objurgu opin pest piaill
    pleur pleurnich""",
    ("a", "ai", "ait", "èrent"),
) | words_of(
    """dit dis dirent disait disais répondit répondis répondirent répondait reprit repris reprirent fit fis firent
    poursuivit poursuivis gémit gémis conclut interrompit interrompis repartit répartit enquit rugit mugit glapit
    consentit convint promit avertit prévint intervint redit soutint sourit rit maugréa déclama surenchérit
    renchérit rétorqua susurra réfléchit finit admit"""
)
_PRESENT = forms_of("demand murmur cri ajout continu répèt écri répliqu déclar soupir hurl expliqu", ("e",)) | words_of(
    "répond reprend fait poursuit gémit interrompt réponds reprends fais"
)
_MALE = """m mr mm monsieur messire monseigneur sire maître comte vicomte baron marquis duc prince roi chevalier
abbé curé père frère oncle cousin grand-père papa capitaine colonel général major lieutenant sergent docteur
commissaire juge président ministre cardinal évêque pasteur mousquetaire don lord sir"""
_FEMALE = """mme mmes madame mlle mademoiselle milady lady comtesse vicomtesse baronne marquise duchesse princesse
reine mère sœur soeur tante cousine grand-mère maman dame miss mistress"""


def _is_verb_like(word: str) -> bool:
    return len(word) > 3 and word.endswith(("a", "it", "ut", "int", "irent", "èrent", "ait"))


def _verb_gender(verb: str) -> str:
    if verb.endswith(("rent", "aient")):
        return "P"
    return "I" if verb.endswith("ai") else ""


_MEN = words_of(
    """paul jean pierre jacques henri louis charles georges julien andré philippe antoine robert françois albert
    alexandre alfred arthur auguste benoît bernard claude denis édouard émile étienne eugène félix ferdinand
    frédéric gaston gérard gilbert gilles guillaume guy gustave hector hubert jérôme joseph laurent léon lucien
    luc marc marcel martin maurice max michel nicolas olivier pascal raoul raymond rené richard roger simon thomas
    victor vincent"""
)
_WOMEN = words_of(
    """jeanne marie marguerite hélène agnès alice cécile charlotte claire clémence édith élisabeth eugénie
    geneviève gilberte jacqueline judith lise louise lucie madeleine marthe mathilde odette suzanne thérèse
    valentine yvonne"""
)


LANGUAGE = Language(
    verbs=PAST | _PRESENT,
    leading_verbs=words_of(
        """dire crier répéter murmurer demander répondre disant criant répétant murmurant ajoutant répondant
        demandant appelant balbutiant déclarant annonçant"""
    ),
    verb_like=_is_verb_like,
    verb_gender=_verb_gender,
    before_verb=words_of(
        """s' se m' me l' le la les lui leur nous vous t' te en y ne n' a ai avait alors aussitôt enfin puis et
        mais encore toujours aussi brusquement simplement doucement seulement tout à coup déjà soudain lentement
        vivement"""
    ),
    pronouns={
        "il": "M",
        "elle": "F",
        "je": "I",
        "on": "",
        "ils": "",
        "elles": "",
        "j'": "I",
        "lui-même": "M",
        "nous": "",
        "vous": "",
        "tu": "",
    },
    determiners={
        "le": "M",
        "la": "F",
        "l'": "",
        "un": "M",
        "une": "F",
        "son": "",
        "sa": "F",
        "mon": "",
        "ma": "F",
        "ce": "M",
        "cet": "M",
        "cette": "F",
        "notre": "",
        "votre": "",
        "leur": "",
        "les": "",
        "des": "",
        "ses": "",
        "mes": "",
        "nos": "",
        "leurs": "",
        "deux": "",
        "quelques": "",
        "plusieurs": "",
        "tous": "",
        "toutes": "",
    },
    titles=genders_of(_MALE, _FEMALE, "docteur"),
    nouns=genders_of(
        """homme garçon vieillard mari fils ami compagnon gentilhomme valet domestique hôte aubergiste marchand
        paysan soldat officier jeune-homme médecin prêtre fermier notaire bourgeois voyageur matelot patron cocher
        barman visiteur étranger inconnu vieux bonhomme moine gardien geôlier serviteur laquais maire""",
        """femme fille épouse amie servante bonne vieille paysanne religieuse hôtesse veuve fermière enfant-fille
        nourrice gouvernante jeune-fille concierge inconnue étrangère""",
        "enfant malade autre",
    ),
    generic=genders_of(
        "homme garçon mari fils frère ami compagnon jeune gentilhomme père oncle",
        "bonne servante femme fille épouse amie sœur soeur dame mère tante",
        "enfant",
    ),
    nobody=words_of(
        """voix autre autres un uns une premier première second seconde dernier dernière même chose mot foule gens
        hommes femmes deux personne instant moment ton air écho cœur coeur reste coup sourire soir jour lendemain
        fois"""
    ),
    adjectives=words_of(
        """jeune vieux vieil vieille petit petite bon bonne gros grosse pauvre brave digne grand grande beau bel
        belle cher chère malheureux malheureuse honnête ancien ancienne nouveau nouvelle infortuné infortunée
        maudit terrible excellent excellente rude triste fameux saint sainte premier noble vénérable"""
    ),
    particles=words_of("de du des d' la le les von van di del of der"),
    leading=words_of("de du d' des la le"),
    prepositions=words_of(
        """à au aux de du des d' en dans par pour sur sous avec sans vers chez contre après avant devant derrière
        entre parmi depuis pendant dès malgré selon jusqu' d'une"""
    ),
    clauses=words_of(
        """lequel laquelle lesquels quand lorsque lorsqu' comme si que qu' qui dont où parce puisque tandis pendant"""
    ),
    name_gender=given_name_gender(
        _MEN, _WOMEN, female=("a", "ette", "ine", "elle", "anne", "ie", "ise", "otte", "enne", "ance")
    ),
    indefinite=words_of("un une des quelques"),
    person_endings=("iste", "eur", "euse", "ier", "ière", "ien", "ienne", "logue", "ard", "trice"),
    no_noun_endings=("ant", "ment"),
    subject_first=True,
    adverb_endings=("ment",),
    possessives=words_of("son sa ses leur leurs"),
    no_names=words_of(
        """le la les l' un une des du de d' il elle ils elles on je j' tu nous vous ce cet cette ces c' ça cela
        celui celle mais et ou où donc or ni car puis alors quand comme si que qu' qui quoi dont oui non ah oh eh
        hé hélas bah ma mon mes ta ton tes sa son ses notre nos votre vos leur leurs pas plus dieu ciel paris
        france au aux à en dans par pour sur avec sans tout toute tous enfin déjà encore aussi bien très y ne n'
        s' se m' me lui après avant voilà voici madame-ci chaque quel quelle lundi mardi mercredi jeudi vendredi
        samedi dimanche"""
    ),
)

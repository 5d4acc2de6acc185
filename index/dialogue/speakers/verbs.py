"""Words that show who speaks: verbs of speech, and titles with the gender of their bearers."""

from .word_choice import any_of

# In the past tense, and in the present where its stem differs: fan fiction likes the present.
SPEECH_VERBS = """
acknowledged added admitted admonished advised affirmed agreed announced answered apologised apologized argued asked
assented asserted assured babbled barked bawled began begged bellowed blurted boasted boomed breathed called cautioned
challenged chimed chuckled claimed coaxed commanded commented complained conceded concluded confessed confided
confirmed continued contradicted corrected croaked cried crooned cut declared demanded demurred denied drawled echoed
ejaculated encouraged ended enquired exclaimed explained expostulated exulted faltered finished gasped giggled greeted
grinned groaned growled grumbled grunted guessed gulped hazarded hinted hissed howled hummed implored informed
inquired insisted instructed interjected interposed interrogated interrupted intervened intoned jeered jested joked
laughed lamented lied marvelled mentioned moaned mocked mumbled murmured mused muttered nagged nodded objected
observed offered ordered panted persisted piped pleaded pointed pondered praised prayed proceeded proclaimed promised
prompted pronounced proposed protested purred pursued put quavered queried questioned quipped quoted ranted rapped
rasped reasoned reassured recited recommended reflected rejoined related remarked reminded repeated replied reported
reproached requested responded resumed retorted returned roared sang scoffed scolded screamed screeched shouted
shrieked shrilled sighed smiled snapped snarled sneered sniffed snorted sobbed soothed spat spluttered spoke sputtered
squeaked squealed stammered stated stormed stuttered submitted suggested summarised supplied taunted teased testified
thought thundered told urged uttered ventured volunteered vowed wailed warned wept whimpered whined whispered wondered
yawned yelled yelped said says asks answers replies cries calls adds begins goes tells murmurs mutters whispers shouts
yells sighs laughs snaps growls breathes gasps repeats continues explains admits agrees insists demands inquires
suggests offers points warns wonders retorts responds snorts grins smiles nods groans mumbles hisses screams drawls
teases protests interrupts jokes concedes declares remarks observes exclaims thinks confesses promises orders pleads
begs quips announces went quoth blustered vociferated wheezed mourned ran read reads comforted corroborated scolds
prattled chirped chattered lectured complains sobs whines screeches barks purrs croaks stammers stutters mocks
chuckles giggles sings
""".split()
# Further words at the end of a clause that leads in to speech.
LEADING_VERBS = """saying adding asking crying calling muttering murmuring exclaiming shouting whispering observing
    replying answering remarking continuing announcing declaring demanding growling yelling screaming gasping
    groaning laughing telling say cry ask add answer exclaim call shout whisper reply remark observe""".split()
SPEECH, LEADING = any_of(SPEECH_VERBS), any_of(LEADING_VERBS)
"""Patterns for any of them."""

_MALE = """Mr Mister Sir Lord Master Monsieur Mons M Herr Signor Senor Don Father Uncle Brother King Prince Duke Earl
Count Baron Marquis Captain Colonel General Major Sergeant Lieutenant Corporal Admiral Commander Inspector Constable
Reverend Rev Friar Abbe Judge Squire Grandfather Grandpa Papa Emperor Grandpapa Dad Daddy Esquire Bishop""".split()
_FEMALE = """Mrs Miss Ms Lady Madame Mme Madam Mademoiselle Mlle Frau Fraulein Signora Signorina Senora Senorita Dona
Mother Aunt Auntie Sister Queen Princess Duchess Countess Baroness Marchioness Dame Grandmother Grandma Mamma Mama Mum
Mom Nurse Empress Nanny Granny""".split()
_EITHER = "Dr Doctor Prof Professor Cousin Comrade Agent Officer Detective President Commissioner".split()
MALE, FEMALE = frozenset(_MALE), frozenset(_FEMALE)
TITLES = frozenset([*_MALE, *_FEMALE, *_EITHER])
# A word of these alone may be somebody's name: "said Mother". Other titles alone are none: "the captain".
KIN = frozenset(
    """Father Grandfather Grandpa Papa Grandpapa Dad Daddy Mother Aunt Auntie Sister Brother Uncle Cousin Grandmother
    Grandma Mamma Mama Mum Mom Nanny Granny Nurse""".split()
)
# Those that nobody is called by alone, not even with an article.
ADDRESSES = frozenset(
    """
    Mr Mister Mrs Miss Ms Sir M Mons Monsieur Mme Madame Madam Mlle Mademoiselle Herr Frau Fraulein Signor Signora
    Signorina Senor Senora Senorita Don Dona Dame Lord Lady Master Dr Prof Rev Reverend Esquire
    """.split()
)
ABBREVIATIONS = frozenset("Mr Mrs Ms M Mme Mlle Dr Prof Rev St Capt Col Gen Mons".split())

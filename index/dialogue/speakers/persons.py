"""Tells whether "the old waiter" is somebody who can speak: a voice, a pause or a door is nobody.

A phrase names a person if its noun is one of `_PERSONS`, or ends as nouns of persons do and is none of `_THINGS`.
"""

from __future__ import annotations

from collections.abc import Sequence

# Persons, animals and spirits that stories give speech to, in the singular: a group is no speaker.
_PERSONS = frozenset(
    """
    abbess abbot abbé accountant actress adjutant admiral advocate agent alien ambassador american angel ape
    apprentice arab archbishop archdeacon architect artist ass assistant attendant attorney aunt baby bailiff
    baldhead bandit baron baroness baronet bat beadle bear beast beetle beggar bird bishop bloke boss bosun boy
    bride bridegroom brigadier brother bull burglar butler cabbie cadet calf canary canon captain captive cardinal
    cat caterpillar cavalier chamberlain chancellor chap chaplain chappie chauffeur chef chemist chief child citizen
    civilian clerk client coachman cock colonel colt commandant commissary companion comrade constable consul cook
    cop coroner corporal count countess cow coward cowherd creature cricket critic crone crow culprit curate curé
    customer cyborg dame damsel deacon dealer dean defendant demon deputy dervish detective devil dictator diplomat
    disciple doctor dog dolphin don donkey donor dove dowager dragoman dragon dragoon driver druggist duchess duck
    duke dwarf dæmon eagle earl editor eldest elf emperor empress enchantress enemy engineer englishman ensign envoy
    esquire executioner expert fairy farmhand fellow fiancé fiancée fiend fish flounder foal fool footman foreman
    fox frenchman friar frog functionary gander gaoler gascon general genie genius gent gentleman german ghost giant
    giantess girl goat goatherd godfather godmother gondolier goose governess grandfather grandmother groom guard
    guest guide gypsy hag halberdier hare headmistress hedgehog heir heiress hen herald heretic hermit hero heroine
    hierophant horse host hostess hound hunchback husband hussar idiot imp indian infant inmate innkeeper inquisitor
    inspector intendant intern invalid italian jackal jailor jester jew judge juror kid king kitten knave knight
    lackey lad lady lamb landlady landlord lark lass lawman lawyer liar lieutenant lion lioness lizard lodger lord
    lunatic madam magistrate maid maiden major man marchioness mariner marquis marquise marshal martian mason master
    mate matron mayor maître maître-d'hôtel medic medium merchant mermaid midwife minister minx miser mistress
    monarch monk monkey monster moor mother mouse murderess musketeer native negress negro neighbor neighbour nephew
    new-comer newcomer niece nightingale notary novice nun nurse nymph occupant ogre ogress old-timer operator
    opponent orator orderly orphan ostrich owl ox page panther papa parent parrot parson partner passer-by patient
    patriarch patriot patron peasant pedant peddler pedlar pig pigeon pilgrim pilot pirate poet policewoman pope
    prefect president priest priestess prince princess principal prior prisoner privy procurator professor prophet
    protector provost psychiatrist pupil pygmy pythoness queen rabbi rabbit rascal rat raven recluse recruit referee
    regent registrar relative representative robin robot rogue russian sacristan sage saint savage savant scholar
    scoundrel scribe seaman secretary senator sentinel sentry sergeant serpent servant servitor sexton sheep
    shepherd shepherdess sheriff sire sister skipper slave smith snail snake sorceress sovereign spaniard sparrow
    specialist spectre sphinx spider spirit spouse sprite spy squire squirrel stag statue steward stewardess stork
    stranger student subaltern suitor sultan sultana superintendent superior surgeon swallow swan swede tabby tailor
    tapster teen teller thief tiger toad traitor tramp treasurer troll trumpeter turk turnkey tutor twin tyrant
    uncle undersecretary unicorn urchin usurer vagabond vagrant valet vampire veteran vicar vicomte victim villain
    viscount viscountess visitor vizier volunteer wag waggoner wagoner waif waitress ward warden warder warrior
    watch-dog wench widow wife witch witness wizard wolf woman workman worm wretch youngest youngster youth
    """.split()
)
# What ends like a person, and is none, or is only a word beside a noun.
_THINGS = frozenset(
    """
    accelerator adder admirer after alter altogether anger another answer anterior banter barrier beaker better
    bitter blather blister blower blunder boiler border bother boulder bower bumper butter calculator candor canter
    center chamber chapter character charter chatter cheer cider cinder cipher clamber clamor clapper clatter clever
    cloister closer clover cluster clutter coffer color computer consider container cooker copper corner counter
    cover cracker crater cruiser cutter danger darker deeper detector differ dimmer dinner disaster disorder dodder
    drawer eager earlier easier either elder elevator encounter error exterior factor falter farther favor feather
    fervor fever fewer fiber filter finer finger firmer flatter flavor flicker floor flower flutter fodder folder
    footer forever former freighter fuller further gather gender generator ginger glacier glamor glimmer glitter
    glower greater grist hammer hamper harbor hardier harsher heater helicopter higher hinder holster honor horror
    however human humor hunger inferior inhuman inner interior junior knocker labor ladder larger later latter
    laughter layer leather ledger lesser letter lever liner linger liquor litter liver longer louder loudspeaker
    lower lumber luster manner manor marker matter meter minor mirror monitor moreover motor murder mutter nearer
    neither never newer newspaper number offer older order other outer ozier paper parlor pepper perimeter pewter
    pitcher plaster pleasanter poker ponder poster posterior powder power prayer printer projector proper quarter
    quaver quicker quieter quiver rafter rather razor reactor receiver recorder register rejoinder remainder
    reminder render richer rigor river roller roman rotor rubber rudder rumor sadder saucer savor scatter sector
    senior sensor shelter shiver shorter shoulder shower shudder shutter silver simper simpler sinister slaughter
    slender slipper slower slumber smaller smoother sneer snicker sober softer sooner splendor splinter splutter
    spoor sputter stagger stammer steamer stopper stronger stupor summer super superhuman supper sweater sweeter
    swelter taller tamper tanker tapper tatter temper tender terror theater thicker thinner thither thunder timber
    timer tinder titter together topper torpor tower tractor trailer transfer transmitter tremor tumbler tumor twist
    twitter ulcer under upper utter valor vapor vector vesper vigor voucher wager waist wander warmer water weaker
    weather whether whimper whisker whisper whither wicker wider winter wiser wither wonder wrist yonder younger
    zither
    """.split()
)
# Words after which nobody's name follows in the phrase: it has run into the next clause.
_BREAKS = frozenset(
    """
    a all an are as be because been being both but can could day did do does each evening every few five four had
    has have he her him his hour hundred i if is it its less many may me might minute moment more morning must my
    night no nor not one or others our seven several shall she should six ten than that the their them these they
    this those thousand three time twelve two us was way we were which who whom will would year you your
    """.split()
)
# Words of speech and its sound, and of what is written: with a capital they are no names either.
_SOUNDS = frozenset(
    """
    answer breath cries cry door echo echoes exclamation eye eyes face groan howl idea instant laugh laughter letter
    message mind moan moment mouth murmur noise note paper pause question remark reply response retort scream shout
    shriek sigh silence sound speech text thought thoughts tone tongue voice voices whisper word words yell
    """.split()
)
_ENDINGS = ("man", "woman", "er", "or", "ist", "ian", "eer", "boy", "girl", "maid", "maker", "wright", "monger")
_MIN_SUFFIXED = 5


def can_speak(noun: str) -> bool:
    """True if a noun in lower case and in the singular means a person, or an animal or spirit of tales.

    >>> can_speak("knife-grinder"), can_speak("whisper")
    (True, False)
    """
    if noun in _PERSONS:
        return True
    if noun in _THINGS or noun in _SOUNDS or noun in _BREAKS:
        return False
    # "knife-grinder" is a grinder.
    last = noun.rpartition("-")[2]
    return last in _PERSONS or (
        len(last) >= _MIN_SUFFIXED and last.endswith(_ENDINGS) and last not in _THINGS and last not in _SOUNDS
    )


def person_in(words: Sequence[str]) -> str:
    """The person that words in lower case behind an article name, without what follows; "" if it is nobody.

    >>> person_in(["old", "captain", "finishes", "a"]), person_in(["first", "police", "inspector"])
    ('old captain', 'first police inspector')
    >>> person_in(["hoarse", "voice"]), person_in(["man's", "voice"])
    ('', '')
    """
    end = 0
    for place, word in enumerate(words, 1):
        if word in _BREAKS:
            break
        if can_speak(word):
            end = place
        elif end:
            break
    return " ".join(words[:end])


def is_sound(word: str) -> bool:
    """True for a word of speech or writing, in lower case: "Voice" with a capital is nobody's name."""
    return word in _SOUNDS

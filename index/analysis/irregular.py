"""English forms that no rule of a stemmer covers: "been" is a form of "be", "chose" of "choose", "men" of "man".

Snowball strips endings; these forms change inside. A form that is also a word of its own ("left", "saw", "found")
counts as the verb, which it is in nearly all story text; that costs a little precision in stemmed search, none in exact
search. The forms are those of the usual lists of strong verbs and plurals in English grammars.
"""

# "base: forms with another Snowball stem;"
_FORMS = """
arise: arose arisen; awake: awoke awoken; be: am is are was were been art wast wert; bear: bore borne; beat: beaten;
become: became; befall: befell befallen; beget: begot begotten begat; begin: began begun; behold: beheld; bend: bent;
bereave: bereft; beseech: besought; betake: betook betaken; bid: bade bidden; bind: bound; bite: bit bitten; bleed:
bled; blow: blew blown; break: broke broken; breed: bred; bring: brought; build: built; burn: burnt; buy: bought; can:
cannot; catch: caught; child: children; choose: chose chosen; cleave: cleft clove cloven; cling: clung; clothe: clad;
come: came; creep: crept; deal: dealt; dig: dug; do: does did done doth dost didst; draw: drew drawn; dream: dreamt;
drink: drank drunk drunken; drive: drove driven; dwell: dwelt; eat: ate eaten; fall: fell fallen; feed: fed; feel:
felt; fight: fought; find: found; flee: fled; fling: flung; fly: flew flown flies; foot: feet; forbid: forbade
forbidden; foresee: foresaw foreseen; forget: forgot forgotten; forgive: forgave forgiven; forsake: forsook forsaken;
freeze: froze frozen; get: got gotten; gild: gilt; give: gave given; go: goes went gone goeth; goose: geese; grind:
ground; grow: grew grown; hang: hung; have: has had hath hast hadst; hear: heard; heave: hove; hew: hewn; hide: hid
hidden; hold: held; keep: kept; kneel: knelt; knife: knives; know: knew known; lead: led; leaf: leaves; lean: leant;
leap: leapt; learn: learnt; leave: left; lend: lent; lie: lay lain; life: lives; light: lit; lose: lost; louse: lice;
make: made; man: men; mean: meant; meet: met; mistake: mistook mistaken; mouse: mice; overcome: overcame; overhear:
overheard; overtake: overtook overtaken; ox: oxen; partake: partook partaken; pay: paid; ride: rode ridden; ring: rang
rung; rise: rose risen; run: ran; say: said saith; see: saw seen; seek: sought; sell: sold; send: sent; shake: shook
shaken; shall: shalt; shear: shorn; shine: shone; shoe: shod; shoot: shot; show: shown; shrink: shrank shrunk
shrunken; sing: sang sung; sink: sank sunk sunken; sit: sat; slay: slew slain; sleep: slept; slide: slid; sling:
slung; slink: slunk; smell: smelt; smite: smote smitten; sow: sown; speak: spoke spoken spake; speed: sped; spell:
spelt; spend: spent; spill: spilt; spin: spun; spit: spat; spoil: spoilt; spring: sprang sprung; stand: stood; steal:
stole stolen; stick: stuck; sting: stung; stink: stank stunk; stride: strode stridden; strike: struck stricken;
string: strung; strive: strove striven; swear: swore sworn; sweep: swept; swell: swollen; swim: swam swum; swing:
swung; take: took taken; teach: taught; tear: tore torn; tell: told; think: thought; thrive: throve thriven; throw:
threw thrown; tooth: teeth; tread: trod trodden; undergo: underwent undergone; understand: understood; undertake:
undertook undertaken; undo: undid undone; uphold: upheld; wake: woke woken; wear: wore worn; weave: wove woven; weep:
wept; wife: wives; will: wilt; win: won; wind: wound; withdraw: withdrew withdrawn; withhold: withheld; withstand:
withstood; wolf: wolves; woman: women; wring: wrung; write: wrote written
"""

ENGLISH = {
    form: base.strip() for base, forms in (entry.split(":") for entry in _FORMS.split(";")) for form in forms.split()
}
"""Form -> base, both folded."""

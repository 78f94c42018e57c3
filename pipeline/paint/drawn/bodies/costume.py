"""What a description puts on a thing: hats, what hangs at the neck, what is held, what the face wears."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.hats import HATS
from pipeline.paint.drawn.bodies.necks import NECKS

GLASSES = {"glasses": 1, "square": 2, "halfmoon": 3}
MOUSTACHES = {"moustache": 1, "curled": 2, "thin": 3}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_HELD = 2

_WORN = """
aristocrat baron baroness lord earl nobleman viscount : top curled bowtie
lady duchess countess contessa marquise noblewoman empress queen : crown pearls
king emperor monarch tsar caesar sultan regent royal regal majesty : crown fur
prince princess : tiara
general admiral colonel commander napoleon : bicorne epaulettes
captain skipper : captain
sergeant corporal soldier lieutenant veteran : army medal
sailor fisherman seaman ferryman : sailor
pirate corsair buccaneer : pirate bandana
smuggler bandit burglar thief robber outlaw : beanie +sack
cowboy sheriff ranger rancher trapper : cowboy badge
prospector miner : hard +lantern
knight squire crusader warrior gladiator paladin : helmet +sword
fencer musketeer swordsman : feather +sword
samurai shogun ronin : samurai +sword
ninja assassin : ninja
viking barbarian norseman : viking
wizard sorcerer mage warlock merlin gandalf : wizard +wand
alchemist : wizard +potion
witch sorceress enchantress : witch +broom
oracle fortune-teller prophet seer : turban +pearl
fairy angel : flowers +wand
jester fool harlequin riddler : jester
clown mime pantomime : clown ruff
juggler : jester +ball
acrobat gymnast climber mountaineer goalkeeper : band
magician conjurer : top bowtie +wand
chef cook : chef apron +pot
baker : chef apron +bread
confectioner : chef apron +cupcake
butcher : straw apron +knife
barista : apron +coffee
waiter waitress butler usher : bowtie +cup
bartender brewer innkeeper : apron +beer
farmer farmhand ploughman peasant shepherd : straw
herder goatherd : straw +goat
gardener : straw +watering can
beekeeper : straw +honey
fisher angler : straw +fish
postman mailman postwoman messenger courier : police +envelope
porter bellhop : bellhop
conductor railway stationmaster railwayman bahnhofsvorsteher capostazione : police +stopwatch
policeman police cop constable guard watchman warden sentry : police badge
firefighter fireman : fire
builder engineer architect bricklayer : hard
carpenter joiner : hard +hammer
plumber mechanic repairer : cap +wrench
electrician : hard +light bulb
blacksmith smith : apron +hammer
lumberjack woodcutter : beanie +axe
doctor surgeon physician vet : mirror stethoscope
nurse : nurse stethoscope
dentist : mirror +toothbrush
therapist psychologist mentor : glasses +notebook
scientist inventor chemist physicist : goggles +potion
professor : graduate glasses
teacher headmistress headmaster lecturer : glasses +book
scholar student graduate graduation bachelor : graduate +book
schoolgirl schoolboy pupil apprentice : cap +backpack
librarian archivist bookseller bookshop : glasses +book
historian : halfmoon +dictionary
philosopher : laurel beard
poet bard : laurel +fountain pen
novelist writer journalist reporter author : press +pencil
storyteller : nightcap +book
critic : beret +notebook
artist painter : beret +brush
sculptor potter : beret +vase
photographer : beret +camera
musician violinist : bowtie +violin
fiddler : feather +violin
drummer : band +drum
guitarist rockstar : headphones +guitar
pianist composer mozart beethoven : wig ruff
singer soprano tenor diva opera : microphone pearls
dj : headphones
dancer ballerina : bun tutu
tango flamenco : rose
actor actress : feather scarf
model influencer celebrity : shades +smartphone
detective sherlock inspector investigator : detective +magnifier
spy agent secret : detective shades
lawyer barrister : wig collar +briefcase
judge : wig collar
president mayor politician senator minister : top medal
banker businessman tycoon millionaire capitalist : top halfmoon +money
accountant auditor clerk : visor glasses +calculator
secretary intern colleague manager boss foreman ceo : lanyard tie
landlord landlady owner : bowler +key
salesman merchant trader seller vendor : bowler tie
undertaker gravedigger : top scarf +shovel
widow : veil
bride wedding : bridal +bouquet
groom bridegroom : top bowtie
nun abbess : veil
monk friar hermit : hood
priest bishop vicar pope : mitre
cardinal : mitre
guru yogi zen : lotus
athlete boxer wrestler champion : band medal
runner jogger marathon : band +stopwatch
footballer football : band +football
skater skier snowboarder : beanie scarf
surfer : shades flower
pilot aviator : aviator scarf
astronaut cosmonaut : bubble
explorer adventurer safari : press +telescope
traveller tourist : straw +camera
time-traveller : goggles +clock
astronomer : nightcap +telescope
driver chauffeur : police
superhero hero : cape
grandmother granny grandma nana : bun halfmoon shawl
grandfather grandpa elder : flatcap halfmoon beard
aunt hostess matron : straw pearls
uncle : flatcap moustache
nanny governess mother housewife : bun apron
baby toddler infant : bonnet bib
philanthropist dandy gentleman dapper : top halfmoon bowtie
hipster : beanie beard glasses
punk rebel rocker : mohawk
hippie : flowers peace
rapper : cap chain
santa christmas : santa
birthday party : party
leprechaun : green beard
gnome dwarf : gnome beard
vampire dracula : cape
zombie : bandage
mummy : bandage
gossip : pearls +teacup
gambler : visor +playing card
castaway : band +message in a bottle
messiah saint angelic : halo
devil demon satan : horns
hacker programmer gamer developer : headphones +laptop
carpenter's tailor knitter seamstress : glasses +needle
barber hairdresser : curled +scissors
tuner : glasses +piano
goth emo : mohawk
robot : antenna
dreamer : nightcap
einstein : moustache glasses
shakespeare : ruff thin
sherlocks : detective
elvis : shades
frida : flowers
cleopatra pharaoh sphinx : nemes
zeus greek roman god goddess : laurel
lifeguard diver scuba : snorkel
beachgoer beach summer : shades
winter frosty frozen arctic : beanie scarf
coach trainer referee umpire : cap whistle
cheerleader : band
sleepyhead sleeping : nightcap
bespectacled nerdy nerd bookish geek : glasses
bearded : beard
mustachioed moustached : curled
fancy posh pompous : halfmoon top
drunk tipsy : party +beer
rich wealthy : top halfmoon
humble : scarf
musketeers : feather
matador torero : bicorne cape
chess champion's : crown
tax : glasses tie +briefcase
maid : nurse apron
stewardess hostess's : bellhop scarf
smoker : +cigarette
lonely : scarf
hungry : bib +fork
thirsty : +juice
vain : +mirror
scrap rusty : antenna
knitting crochet : +yarn
gym fitness workout bodybuilder : band +dumbbell
yoga meditating : lotus
vault bank : +money
piñata pinata : sombrero
climbing : hard +rope
parachute skydiving : goggles
laundry : +sock
lottery lucky : +clover
tobacco pipe : +pipe
hockey : helmet
fishing : straw +fish
biker motorcycle : goggles bandana
beach seaside : shades
music musical : headphones
starched : bowtie
opera : halfmoon bowtie
camping hiking : cap +tent
school : +pencil
ski skiing : goggles scarf
tea : +teacup
tap dancing : bowtie
christmas xmas : santa
hat : top
cap : cap
beret : beret
beanie : beanie
turban : turban
helmet : hard
crown tiara : crown
veil : veil
wig : wig
hood : hood
halo : halo
horns : horns
fez : fez
sombrero : sombrero
bonnet : bonnet
nightcap : nightcap
headphones : headphones
goggles : goggles
glasses spectacles eyeglasses : glasses
sunglasses shades : shades
halfmoon : halfmoon
moustache mustache : curled
beard : beard
scarf shawl : scarf
necktie tie : tie
bowtie : bowtie
necklace pearls jewellery jewelry : pearls
chain : chain
medal : medal
cape cloak : cape
apron : apron
bandana : bandana
tutu : tutu
ribbon bow : ribbon
raincoat rain : rainhat
eyepatch : bandana
"""
"""Words and what they put on: names of hats, of necks, of what a face wears; what is held has a + before it."""


_PAIRS = {
    "bow tie": "bowtie", "top hat": "top", "cowboy hat": "cowboy", "party hat": "party", "straw hat": "straw",
    "wizard hat": "wizard", "witch hat": "witch", "sun hat": "straw", "hard hat": "hard", "santa hat": "santa",
    "chef hat": "chef", "chef's hat": "chef", "bowler hat": "bowler", "pirate hat": "pirate", "flat cap": "flatcap",
    "sun glasses": "shades", "pearl necklace": "pearls", "gold chain": "chain", "flower crown": "flowers",
    "hair bun": "bun", "space helmet": "bubble", "captain ahab": "captain", "bow ties": "bowtie", "mona lisa": "veil",
    "head band": "band", "secret agent": "shades", "rock star": "shades", "gold digger": "hard", "tea cosy": "beanie",
    "station master": "police",
}  # fmt: skip
"""Two words that mean one thing to wear."""


@dataclass(frozen=True, slots=True)
class Costume:
    """What is worn and held."""

    hat: str = ""
    neck: str = ""
    held: tuple[str, ...] = ()
    """Names of things."""
    glasses: int = 0
    moustache: int = 0
    beard: bool = False


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _WORN.strip().splitlines():
        words, _, items = row.partition(" : ")
        pieces = tuple(piece.strip() for piece in re.findall(r"\+[^+]+|[^\s+]+", items))
        table.update((word, pieces) for word in words.split())
    return table


_UNHELD = frozenset({"people", "buildings", "weather", "space", "ideas", "furniture", "vehicles", "clothes", "sea"})
_TOO_LARGE = frozenset(
    {"goalkeeper glove", "tree", "oak", "willow", "elephant", "whale", "fridge", "oven", "washing machine", "bathtub"}
)
_TAKEN_ALONG = frozenset({"umbrella", "fan", "skateboard", "ball", "anchor", "money", "book"})
_ALIVE = frozenset({"animals", "cartoons"})
_BESIDE = frozenset(
    {"with", "and", "holding", "carrying", "eating", "reading", "playing", "riding", "loves", "drinking"}
)


_ANYBODY = frozenset({"barber", "person", "man", "woman"})
"""What the lexicon calls those who have no entry of their own: an auctioneer holds no scissors."""
_WEAR_THEIR_OWN = frozenset({"sphinx", "leprechaun"})
"""Beings whose own name says what they wear."""


@functools.lru_cache(maxsize=256)
def costume_of(reading: Reading) -> Costume:
    """What the words say is worn and held; the thing's own name puts nothing on."""
    said = [word.lower().replace("’", "'") for word in _WORD.findall(reading.text)]
    own = set(reading.noun.lower().split()) - _WEAR_THEIR_OWN if reading.thing.category != "people" else set()
    items = list(_said(said, own))
    if not items:
        people = (thing.key for thing in reading.others if thing.category == "people" and thing.key not in _ANYBODY)
        items = [item for key in people for item in _items(key)]
    wanted = [item[1:] for item in items if item.startswith("+")]
    return Costume(
        hat=_first(items, HATS),
        neck=_first(items, NECKS),
        held=tuple(dict.fromkeys([*_held(reading, said), *wanted]))[:_MOST_HELD],
        glasses=GLASSES.get(_first(items, GLASSES), 0),
        moustache=MOUSTACHES.get(_first(items, MOUSTACHES), 0),
        beard="beard" in items,
    )


def _said(words: list[str], own: set[str]) -> Iterator[str]:
    """The items of all words and of all pairs of words; a pair hides its words."""
    at = 0
    while at < len(words):
        pair = _PAIRS.get(" ".join(words[at : at + 2]), "")
        if words[at] not in own:
            yield from (pair,) if pair else _items(words[at])
        at += 2 if pair else 1


def _items(word: str) -> tuple[str, ...]:
    table = _table()
    return table.get(word) or (table.get(word[:-1], ()) if word.endswith("s") else ())


def _first(items: Iterable[str], names: Iterable[str]) -> str:
    known = set(names)
    return next((item for item in items if item in known), "")


def _held(reading: Reading, said: list[str]) -> list[str]:
    """The further things that can be taken in a hand; beings only where the words put them beside the thing."""
    beside = bool(_BESIDE & set(said))
    return [
        thing.key
        for thing in reading.others
        if (thing.category not in _UNHELD or thing.key in _TAKEN_ALONG)
        and thing.key not in _TOO_LARGE
        and (beside or thing.category not in _ALIVE)
        and not _items(thing.key)
        and thing.key != reading.thing.key
    ]

"""What a thing is called, where its name asks for more than its kind: a nectarine is redder than a peach."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.lexicon import Reading
from pipeline.paint.drawn.bodies.glyphs import sign_of

_NOUNS = """
nectarine e2502f f7b25a|tangerine f5781f 5fa83f|clementine f79a2f 5fa83f|kumquat f2a02f 5fa83f|satsuma f2851f 5fa83f
elderberry 3a2f6a 5fa83f grape|sloe 2a2f5a 8fa0d9|gooseberry b5cf5a e8f2b0 melon|currant d02a2a 5fa83f grape
mulberry 5a1f4a 8f4a7a|lychee e8607a f7e9e5 lychee|litchi e8607a f7e9e5 lychee|rambutan d9304a 8fcf5a durian
guava a8cf5a f27a8a guava|dragonfruit e83f8a 8fcf5a dragonfruit|dragon_fruit e83f8a 8fcf5a dragonfruit
passionfruit 7a3a6a f2c53a passionfruit|passion_fruit 7a3a6a f2c53a passionfruit|starfruit f2d83a 8a6a2f starfruit
durian b5a84a 6a6a2f durian|jackfruit a8b04a 7a8a3a durian|mangosteen 5a2a4a 8fcf5a|persimmon f2702f 5f8f3a tomato
date 8a4f2a d9a06a olive|dates 8a4f2a d9a06a olive|chestnut 6f3a24 d9b58a chestnut|walnut b58a5a 8a6238 walnut
hazelnut 9a6233 d9b27f acorn|almond c98a52 e8cfa0 bean|cashew e8cf9a c9a05a bean|pistachio a8bf6a e8dcb0 acorn
grapefruit f5a55a f7707a|pomelo d9df7a f7e9a0|celery a8cf7a dff0b5 asparagus|leek 8fb55a f2f2e0 asparagus
zucchini 3f7f3f c9e0a0|pickle 6f8f3a c9e0a0|beetroot 8f1f4a 5fa83f|beet 8f1f4a 5fa83f|turnip f2e6f0 a05fb0 radish
turmeric e8902a a5622a|artichoke 7a9a5a a8c07a pinecone|cauliflower f5f0e0 7ab54f|kale 3f7a3f 8fb55a
spinach 3f8a4a 8fc07a|plantain a8c03a 6a4a1f|toadstool d92f2f fbf4e8|champignon f2ece0 d9c8b0|maple d9532a 7a5230 tree
birch a8c85a f2efe6|yew 2f5f45 5a3a2a pine|cypress 2f6a4a 6a4a2f cypress|redwood 3f6f45 8a3f2a pine
sequoia 3f6f45 8a3f2a pine|cedar 4a7a6a 6a4a2f pine|magnolia f7c9d9 7a5230 cherry_tree
cherry_tree f7b0c8 7a5230 cherry_tree|acacia a8b04a 7a5230|eucalyptus 8fb5a5 c9b5a0|thistle a05fc0 b06ad0 thistle
nettle 4f8a3f 8fbf6a herb|lotus f7d0e0 e87fa8 lotus|water_lily f7e6f0 e87fa8 lotus|bluebell 5f7fe0 7a9a6a bellflower
foxglove c95fa8 7a9a6a bellflower|nightshade 3f2a5f f2d23a flower|belladonna 4a2a5f f2d23a flower
violet 7a4fc0 f7e06a flower|pansy 6a3fa0 f7c52f flower|hyacinth 8f7fe0 c9c0f2 hydrangea|lilac b59ae0 e0d0f7 hydrangea
wisteria a08fe0 d0c5f7 lavender|heather c97fb5 e0b0d5 lavender|jasmine fbf8ee f7d84a|edelweiss f2f2ea e8d86a
aster a07fe0 f7cf3a|chamomile fbfaf2 f2b52f|mimosa f7dc4a 8fae5a mimosa|marigold f2902a d9622a marigold
calendula f2902a d9622a marigold|buttercup f7dc2f e0b81f flower|goldenrod e8b81f 8f9a3a mimosa
snowdrop f2f5ee fbfcf7 snowdrop|crocus 8f5fd0 f2a52f tulip|narcissus fbf6d8 f2902f daffodil|iris 5a4fc0 f2d23a lily
hydrangea 7f9fe8 b5a0f0 hydrangea|peony f08ab0 f7c0d5|dahlia c92f5a f27f9a|chrysanthemum f2c53a d9902a marigold
geranium e0402f 7aab5a|camellia e85f7f 7ab58a rose|gardenia fbf6ea 7ab58a rose|petunia a03fb5 e0a0e8 flower
holly d0302f 3f7f45 holly|mistletoe e8efd0 7aab5a hydrangea|juniper 4a6f7a 3a3f6a|laurel 4f8a4a a8c07a
ivy 3a7a4a 9fc97a|lichen a8b59a d9e0b5|shamrock 3f9a4f a5d98a|vine 5a8f3f 7a4aa0|hop 9fbf4a d9e89a artichoke
hops 9fbf4a d9e89a artichoke|wheat e0bf5f a57a3a|barley d9b04f a57a3a|reed b5a05f 7a5a3a|succulent 7ab59a f2a0b0 aloe
agave 6fa59a d9eacb aloe|basil 4f9a3f a5d97a|mint 5fc08a c0f0d5|rosemary 5a7a5a a59ad9|sapling 7fbf4f a57a4a
walrus 9a6f5a d9b59a walrus|sea_lion 7a5f4a c9a98a|manatee 9aa5a0 d9ded8|pelican f7f1e6 f2a04a pelican
albatross f7f7f5 4a4f57|badger f0eee8 2e2e33 badger|red_panda c8602a 4a2a20|meerkat c9a070 5a4430 meerkat
weasel b57a4a f7ead5|ferret d9c9a5 5a4430|tortoise 8a8a4a c9a86a|dove fbfaf5 d9dde3|cheetah e8bf6a 4a3722
jaguar d9a04a 3a2a1a|lynx c9a57a 5a4430 husky|puma c9a06a 8a6a4a|beagle c98a4a fbf5ea beagle
corgi e0953f fbf5ea corgi|labrador e8cf9a fbf5ea labrador|spaniel a85f38 fbf5ea beagle|terrier d9c3a0 fbf5ea labrador
pug e0c49a 3a302c|greyhound 9aa0a8 d9dde0|golden_retriever e0b060 f5e0b0 labrador
basset c98a4a fbf5ea beagle|ox 8a5a3a d9b58a ox
bull 5a3a2a d9b58a ox|yak 4a3328 8a6a4a|bison 5f4028 8a6a4a|chimpanzee 3f3530 e0b58a|toucan 26242c f2902a toucan
kingfisher 2f8fc0 f2853a|robin 8a7058 e8602a robin|magpie 24262f fbfaf5|raven 24262f 5a6a9a|cockatoo fbf7ea f7dc4a
macaw d9302b 2f7fd0|budgie 6fc94a f7e22f|emu 5a4a3a 8fb0c9|lobster c8302b f27a5a lobster
crayfish a8402f f27a5a lobster|hermit_crab e8905a f7d0a0|squid e8a0b5 f7d5dd squid|cuttlefish c99a7a f0d5b5 squid
kraken 3f5f6a 8fb5b0|piranha 4a6a6a e8502b|anglerfish 3a3448 f2e53a|swordfish 4f7fa8 dfe9f0|salmon f28a72 f7c9b5
tuna 3f6a94 dfe9f0|trout 8fa08a e8b5a0|hammerhead 7a8f99 f0f4f7|oyster b5b0b0 f0e8ef|mussel 2f3a5a 8fa0c9
mosquito 6a6a78 c8382b|cricket 6f8a3a d9c56a|mantis 8fcf4a d9f09a|hornet e89a1f 2a2018|scarab 2f8f8a f2c53a
puppet d9a56a c8402f puppet|marionette d9a56a 3a6fc9 puppet|nutcracker d9302f f2c53a|matryoshka d9304a f2c53a
ogre 8aa84a 6a4a2f|yeti eef3f7 8fb0d0 yeti|bigfoot 7a4f30 4a3020 yeti|sasquatch 7a4f30 4a3020 yeti
cyclops 9a7ac0 5a3f7a|giant c9a07a 7a4f30|goblin 7ab04a 4a6a2f goblin|kobold b5704a 6a3a20 goblin|orc 6f8a5a 3a4a2f
gargoyle 8f9398 5f6368 gargoyle|gremlin 6f9a6a c9d94a goblin|imp d9482f 7a1f1a imp|minotaur 7a4a30 d9b58a ox
sphinx d9b56a 2f5fa8 sphinx|skeleton f0ece0 d9d3c0 death|medusa 7ab58a 3f7f4a|gnome e8b890 d9302b gnome
garden_gnome e8b890 d9302b gnome|leprechaun f0c09a 2f8a4a|house_elf e0b08c 6a8a4a elf|pony e8a8c8 f7e06a
golem 9a958a b5c95a|pegasus fbfaf5 8fc9f2|kimono c8405a f7d9a0 kimono|robe 5a4a9a f2d23a robe
wizard_robe 4a3f9a f2d23a robe|bathrobe f2efe6 8fb5d9|dressing_gown 8a3f4f d9b04a|apron e8dcc0 c8503f apron
cape c8303a f2c53a cape|cloak a02f4a fbf7ee cloak|shawl a05f8a e8c9d9|veil f2f2f7 f7c6d0 veil
wedding_veil f2f2f7 f7c6d0 veil|bandana d9302f fbf7ee|collar f5f3ee 3a6fc9 shirt|cuff f5f5f0 2f3a4a shirt
jersey 2f9a5a fbf7ee|blouse f2e6ee d96a9a shirt|hood 5f7a5a 3a4a3a cape|overalls 4a6f9a e0a54a overalls
dungarees 4a6f9a e0a54a overalls|leggings e87fb0 5fd0e8|shorts 8fae5a 4a6a3a|waistcoat 8a6f4f d9b04a
tutu f7b5d0 fbe0ec|kilt 3f6f4a c8302f|tap_shoe 2a2830 c9d0d8 shoe|ballet_shoe f7c0c8 fbe0e4|sandal d9b06a 8a6a3a
clog d99a4a 8a5a2f shoe|bootie a8d0f0 fbf7ee|mitten d9383f fbf7ee|boxing_glove d9302b fbf7ee
beret b5304a 2a2024 hat_beret|cowboy_hat 9a6a40 5a3a24 hat_cowboy|straw_hat e5c57c d9503f hat_straw
sun_hat e5c57c f29ab5 hat_straw|sombrero e0b860 d9302b hat_sombrero|bowler_hat 3a3640 8a6a5a hat_bowler
bowler 3a3640 8a6a5a hat_bowler|nightcap 6a7fd0 fbf7ee hat_nightcap|jester_cap d9302f 3a7bd5 hat_jester
graduation_cap 2f3350 f0c440 hat_graduate|santa_hat cf2f2a fbf7ee hat_santa|chef's_hat fdfcf8 d9dde3 hat_chef
sailor_hat fbfaf5 2f4f8f hat_sailor|party_hat e8509a f7d32f wizard_hat|fez b8302f f0c440 hat_fez
turban d9853f e0457a hat_turban|flat_cap 8a7a5f 5a4f3f hat_flatcap|fedora 8a7a68 2c2730 hat_press
panama_hat ece2c8 2c2730 hat_press|hard_hat f2b52f fbf7ee hat_hard|viking_helmet 9aa4ae d9b04a hat_viking
pirate_hat 2c2730 e9b93a hat_pirate|safari_hat c9b58a 7a6a48 hat_press|bow_tie c8304a fbf7ee bow|monocle 2f2a2a f0c440
duffel 3f5a7a d9b04a|duffel_bag 2f3f5f f2703f|carpet_bag a03f4a d9b04a doctor's_bag
carpetbag a03f4a d9b04a doctor's_bag|gym_bag c8402f 2a2a30|coin_purse c85a8a f0c440 purse|clutch 5a3a7a f0c440 purse
purse c86a9a f0c440 purse|gift_bag 4fa08a f2d23a|lunch_bag c99a5f d9302b|grocery_bag d9b58a 4fa04a paper_bag
garbage_bag 3a3d45 f2c53a|tea_bag c9a57a 8a5a2f sack|bag_of_gold c9a56a f2c53a|sandbag c9b58a 8a7a5a
toolbag b5703a 3a3f47|parachute e8703a fbf7ee|violin_case 5a3a30 d9b04a guitar_case
guitar_case 5a3a30 d9b04a guitar_case|creel b58f55 7a5a30|saddlebag 9a5a34 d9b58a satchel
school_satchel c8503f f2d9a0 backpack|satchel 9a6238 e0b060 satchel|camera_bag 3f4a55 d9503f|mailbag 5a6a8a d9b04a
laundry_bag e8e2d5 5f8fc9 sack|beanbag d9704f f2c53a sack|pouch 8f6a4a d9b58a|knapsack 7a7a4a d9b58a
rolodex 4a5a8f fbf7ee cabinet|filing_cabinet 8f9a8a c9d0c5 cabinet|ledger 6a3a2f d9b04a book
clipboard a5713f fbf7ee certificate|binder 3f6fb5 fbf7ee|typewriter 4f7a78 2f343d typewriter|whiteboard f5f7fa 8a929c
blackboard 35504a f2efe0 math|monitor 3a4050 8fc9f2|battery 2f343d c8843a battery|power_bank 4a5a6a 6fe0a5 battery
router 2f3a4a 6fe0a5 router|modem 3a4250 6fb5f2 router|usb_stick 3a6fc9 c9d0d8 usb|memory_stick 8a4fc0 c9d0d8 usb
hard_drive 5a626c c9d0d8 router|server 2f343d 6fe0a5 cabinet|vending_machine d9403a f7d32f vending
water_cooler 8fc9e8 fbf7ee|puncher 6a4a8f c9d0d8|hole_punch 6a4a8f c9d0d8|highlighter d9f23f 3a3a3a
magnifier d9b04a 5a3a2a magnifier|magnifying_glass d9b04a 5a3a2a magnifier|desk_bell e0b53a 8a6a1f deskbell
globe 4f9ad0 8fcf7a earth|microscope 5a6a7a d9dde0|drone 5a6a7a 6fb5f2 drone|disco_ball b5bfd0 f29ad9 disco
billiard_ball 2f8f5a fbf7ee billiard|eight_ball 2a2a30 fbf7ee billiard|pool_ball 3a5fc0 fbf7ee billiard
marble 4fa0e0 f2d23a|statue e6e2da c9c2b4 statue|monument d9d3c5 a59a8a statue|yarn e07fa0 fbf7ee yarn
ball_of_yarn e07fa0 fbf7ee yarn|brain f2a5b5 c97f94 brain|mind f2a5b5 c97f94 brain|snow_globe bfe0f2 8a4a34 snowglobe
floppy_disk 3a4a8f c9d0d8 floppy|floppy 3a4a8f c9d0d8 floppy|balloon_dog e8407a fbf7ee balloondog
mask fbf4e8 c8304a mask|plaster e8b58a f7d9c0 plaster|band-aid e8b58a f7d9c0 plaster
radio_telescope d9dde3 8f99a3 dish|pagoda c8402f 3f7a5a|dumpling f5ead5 d9c8a5 dumpling|bao fbf6ee e8dcc9 dumpling
croquette c98a3f e8b86a croquette|burrito e8c48a 7ab54f burrito|brownie 5a3422 8a5a3a|cheesecake f7ebc5 d9485a
bagel d99a52 f2dcb0 donut|waffle e0a24a 8a4a22|lollipop e8409a fbf7ee lollipop|popsicle f2606a 8fd0a0
champagne f2dc8a d9b04a|whisky c9772a f2d9a0|vodka dff0f7 8fc9e0|martini c9dc8a 5f8f3a|lemonade f7e86a 8fcf5a
smoothie e87fa0 fbf7ee|volcano 6a5048 f2602b volcano|iceberg cfeaf7 8fc9ea|icicle cfeaf7 8fc9ea
autumn d9702a f2b52f leaf|winter cfe6f2 8fb0d0 snowflake|summer f9c92f f2852b sun|hydra 3f8a7a e8c06a
wyvern 6a4f9a e8a53a|taxi f7c52f 222222|capybara 9a6f4a c9a57a|narwhal 8fa8b5 f2ead5 narwhal|platypus 6f5038 3a3a44
tesla d9dde0 2f343d|excalibur dfe6ee f0c440|lemur 8a8a90 2a2a30|darth 2a2a30 c8302b|ambulance fafafa d9302b
nokia 2f4f8f c3d39a brick_phone|moka_pot b5bcc4 26242a moka_pot|mokapot b5bcc4 26242a moka_pot
moka b5bcc4 26242a moka_pot|bialetti b5bcc4 26242a moka_pot|caffettiera b5bcc4 26242a moka_pot
"""
"""Name, two colours, and the look that it borrows, where it is not that of its thing; _ stands for a blank."""


@functools.cache
def _table() -> dict[str, tuple[tuple[str, str], str]]:
    rows = (row.split() for row in _NOUNS.strip().replace("\n", "|").split("|"))
    return {
        name.replace("_", " "): ((f"#{first}", f"#{second}"), " ".join(look).replace("_", " "))
        for name, first, second, *look in rows
    }


def named(reading: Reading) -> tuple[Reading, str]:
    """The reading with the colours that the thing's name asks for, and the key of the look to draw it with."""
    thing = reading.thing
    found = next((_table()[name] for name in _forms(reading) if name in _table()), None)
    if found is None:
        return reading, thing.key
    colours, look = found
    return replace(reading, thing=replace(thing, colours=colours)), look or thing.key


def _forms(reading: Reading) -> Iterator[str]:
    """A name with the word before it, as it is, and its last word alone; each also without the end of a plural."""
    noun = reading.noun.lower()
    said = reading.text.lower().split()
    pairs = [f"{one} {two}" for one, two in pairwise(said) if two in noun.split()]
    for form in (*pairs, noun, noun.rpartition(" ")[2]):
        yield from (form, form.removesuffix("s"), form.removesuffix("es"))


def sign_look(reading: Reading) -> tuple[str, str]:
    """The look and the sign of a description that is about a number, a letter or a mark; empty for any other."""
    lettered = "letter " in reading.text.lower() and reading.thing.key == "envelope"
    sign = sign_of(reading.text) if lettered or reading.thing.key in _SIGNED else ""
    if not sign:
        return "", ""
    return ("billiard" if sign.isdigit() else "tile"), sign


_SIGNED = frozenset({"math", "language"})

"""Things that go by a kind and can be listed: "which state", "what colour", "which planet" ask for one of a list."""

from __future__ import annotations

from collections.abc import Collection

from bot.news.asking.stems import stem, stems
from bot.news.asking.synonyms import NATIONS

# The nouns a question may use for the kind, then its members. A member of more than one word goes by its last.
_LISTS = (
    (
        "state",
        """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho
        illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi
        missouri montana nebraska nevada hampshire jersey york carolina dakota ohio oklahoma oregon pennsylvania
        tennessee texas utah vermont virginia washington wisconsin wyoming bavaria queensland punjab bihar kerala""",
    ),
    (
        "city capital town",
        """london paris berlin madrid rome lisbon vienna brussels amsterdam dublin prague warsaw budapest athens moscow
        kyiv istanbul ankara cairo lagos nairobi johannesburg kinshasa tehran baghdad jerusalem beirut damascus riyadh
        dubai doha kabul karachi islamabad lahore delhi mumbai kolkata chennai bangalore dhaka bangkok hanoi manila
        jakarta singapore beijing shanghai wuhan shenzhen seoul tokyo osaka kyoto sydney melbourne brisbane perth
        auckland wellington toronto montreal vancouver ottawa chicago boston philadelphia baltimore atlanta miami
        houston dallas austin denver phoenix seattle portland angeles francisco diego jose vegas detroit cleveland
        pittsburgh minneapolis milwaukee orleans nashville memphis charlotte orlando tampa york washington havana bogota
        lima caracas santiago rio paulo brasilia manchester liverpool birmingham leeds glasgow edinburgh cardiff belfast
        milan naples venice florence turin barcelona seville munich hamburg frankfurt cologne zurich geneva stockholm
        oslo copenhagen helsinki reykjavik kong macau taipei hiroshima""",
    ),
    (
        "colour color",
        """red blue green yellow black white gray grey orange purple pink brown gold silver violet beige crimson magenta
        turquoise scarlet teal""",
    ),
    ("planet", "mercury venus earth mars jupiter saturn uranus neptune pluto moon"),
    ("ocean sea", "pacific atlantic indian arctic southern mediterranean caribbean baltic caspian aegean adriatic"),
    ("continent", "africa asia europe antarctica america australia oceania"),
    ("language", "english french spanish german chinese mandarin arabic hindi russian portuguese japanese latin greek"),
    ("religion", "islam christianity judaism buddhism hinduism sikhism catholicism"),
    (
        "sport",
        """football soccer basketball tennis baseball hockey cricket rugby golf swimming cycling rowing boxing wrestling
        skating skiing snowboarding surfing gymnastics athletics volleyball badminton fencing judo karate sailing
        archery diving triathlon marathon polo softball lacrosse curling bowling chess darts snooker climbing running
        skateboarding weightlifting pickleball breakdancing breaking equestrian handball netball""",
    ),
    (
        "animal creature species pet mammal",
        """dog cat horse cow bull pig sheep goat chicken duck goose turkey rabbit mouse rat squirrel fox wolf bear lion
        tiger leopard cheetah jaguar cougar puma panther elephant rhino rhinoceros hippo hippopotamus giraffe zebra
        monkey ape gorilla chimpanzee orangutan panda koala kangaroo wallaby otter beaver badger raccoon skunk deer elk
        moose reindeer bison buffalo camel llama alpaca donkey whale dolphin porpoise shark seal walrus octopus squid
        jellyfish crab lobster fish salmon tuna trout turtle tortoise snake python lizard crocodile alligator frog toad
        bird eagle hawk owl falcon parrot penguin pigeon swan crow raven flamingo peacock ostrich bee wasp hornet ant
        spider mosquito butterfly moth beetle locust bat hamster hedgehog ferret mammoth dinosaur dodo thylacine""",
    ),
    (
        "food dish ingredient snack meal fruit vegetable condiment product item staple",
        """bread rice pasta pizza burger sandwich cheese butter milk egg yogurt cream chocolate candy cake cookie pie
        soup salad beef pork lamb chicken turkey bacon sausage ham steak fish salmon tuna shrimp sushi taco burrito
        potato tomato onion garlic carrot lettuce spinach cabbage broccoli mushroom pepper bean pea corn apple banana
        orange lemon lime grape strawberry blueberry raspberry cherry peach pear plum mango pineapple avocado melon
        watermelon coconut almond peanut nut mustard ketchup mayonnaise sauce salt sugar honey oil vinegar seaweed oats
        cereal noodle soy tofu cinnamon ginger turmeric cucumber formula""",
    ),
    (
        "drink beverage",
        """water beer wine coffee tea soda cola juice milk whiskey whisky vodka gin rum tequila champagne cocktail cider
        lemonade smoothie""",
    ),
    (
        "disease illness virus infection condition disorder ailment cancer",
        """covid coronavirus flu influenza measles mumps rubella polio malaria tuberculosis cholera ebola zika dengue
        monkeypox mpox smallpox chickenpox hiv aids hepatitis meningitis pneumonia rsv norovirus salmonella listeria
        cancer leukemia melanoma diabetes obesity asthma alzheimer dementia parkinson arthritis epilepsy autism
        depression anxiety schizophrenia stroke lyme anthrax rabies plague typhoid shingles lupus syphilis gonorrhea
        aphasia tinnitus bronchiolitis scurvy als""",
    ),
    ("month", "january february march april may june july august september october november december"),
    ("day weekday", "monday tuesday wednesday thursday friday saturday sunday"),
    (
        "metal element material gas mineral gem",
        """gold silver copper iron steel aluminum aluminium lithium cobalt nickel zinc lead titanium platinum uranium
        oxygen hydrogen nitrogen helium carbon methane diamond ruby emerald sapphire plastic glass concrete""",
    ),
    ("season", "spring summer autumn fall winter"),
    ("instrument", "piano guitar violin cello flute trumpet saxophone clarinet drums harp organ ukulele banjo"),
)  # fmt: skip
_MEMBERS: dict[str, frozenset[str]] = {}
for _nouns, _members in _LISTS:
    for _noun in stems(_nouns):
        _MEMBERS[_noun] = frozenset(stems(_members))
for _noun in ("country", "nation"):
    _MEMBERS[stem(_noun)] = frozenset([*(stem(group.split()[0]) for group in NATIONS), "usa", "uk"])

# Of these the list is whole, or near it: what is not on it does not answer.
CLOSED = frozenset(stems("country nation state city colour color planet ocean continent month day weekday"))


def members(focus: Collection[str]) -> frozenset[str] | None:
    """Stems of the things that the nouns asked for go by; None where no noun of `focus` names a kind that is listed."""
    found = [_MEMBERS[noun] for noun in focus if noun in _MEMBERS]
    return frozenset().union(*found) if found else None

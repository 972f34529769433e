"""What questions take for granted that happened: verbs and nouns of events, and how a text shows that they did."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.news.asking.stems import kin, stems

_LEFT_OFFICE = (
    r"resign\w*|quit\w*|st(?:ep|epped|epping|eps|ood|and|ands|anding) (?:down|aside|back)|outgoing|former|ex-|"
    r"(?:leav\w+|left|gave up|giv\w+ up|vacat\w+|relinquish\w*|lost|los\w+) (?:[\w’'-]+ ){0,4}?"
    r"(?:office|posts?|jobs?|roles?|positions?|compan\w+|clubs?|teams?|part(?:y|ies)|government|power|cabinet|seats?|"
    r"leadership|board|helm|presidency|premiership)|"
    r"depart(?:s|ed|ing|ure)?|oust\w*|sack\w*|fir(?:ed|ing)|dismiss\w*|retir\w*|exit\w*|bow\w* out|replac\w+|"
    r"success(?:or|ion)|toppl\w+|remov\w+|push\w* out|forced out|axed|let go|laid off|layoffs?|part\w* (?:ways|"
    r"company)|suspend\w*|suspension|walk\w* (?:out|away)|withdr[ae]w\w*|hand\w* over"
)
_DIED = (
    r"d(?:ie|ies|ied|ying)|dead\w*|deaths?|kill\w*|pass(?:ed|ing|es) away|fatal\w*|drown\w*|perish\w*|murder\w*|slain|"
    r"slay\w*|funerals?|bod(?:y|ies)|lost (?:his|her|their) li(?:fe|ves)|suicides?|widow\w*|obituar\w*|mourn\w*|"
    r"tributes?|the late|his late|her late|assassinat\w*|executed|executions?|victims?|homicides?|manslaughter|"
    r"claimed (?:the )?(?:lives|life)|toll|buried|burial|massacre\w*|"
    r"casualt\w+|lives"
)
_HELD = (
    r"arrest\w*|detain\w*|detention|custody|captur\w*|apprehend\w*|handcuff\w*|jail\w*|prison\w*|imprison\w*|caught|"
    r"(?:being|was|were|is|are|been) held|held (?:in custody|by police|on|without)|seiz\w+|nabbed|charg\w+|indict\w*|"
    r"bail|rounded up|taken in|suspects?|behind bars"
)
_CHARGED = (
    r"charg\w+|indict\w*|accus\w+|prosecut\w*|arraign\w*|plead\w*|pled|guilty|trial|tried|convict\w*|sentenc\w*|"
    r"verdict|jailed|counts? of|in court|before (?:a|the) court|appear\w* in"
)
_CONVICTED = (
    r"convict\w*|guilty|sentenc\w*|verdict|jail\w*|prison\w*|imprison\w*|behind bars|years in|plead\w*|pled|fined|"
    r"life term"
)
_ACQUITTED = (
    r"acquit\w*|cleared|not guilty|innocent|innocence|exonerat\w*|overturn\w*|quash\w*|dropp?e?d?|walk\w* free|"
    r"verdict"
)
_WON = (
    r"w[io]n|wins|winn\w+|victor\w*|beat\w*|triumph\w*|defeat\w*|champion\w*|earn\w*|awarded|honou?red|crowned|"
    r"elected|claim\w*|land(?:ed|s|ing)|secur\w+|re-?elect\w*|receiv\w+|scoop\w*|bag(?:ged|s)|clinch\w*|laureates?|"
    r"gold|(?:t(?:ake|akes|ook|aken|aking)|pick\w*) (?:[\w'-]+ ){0,2}?"
    r"(?:home|up|gold|silver|bronze|title|prize|award|crown|trophy|first|seat|points?|top|honou?rs?)|"
    r"first (?:place|prize)|sw(?:eep|ept)|lift(?:ed|s|ing)|topp(?:ed|ing)|came (?:out )?(?:first|top)|holders?|"
    r"presented|accept\w*"
)
_LOST = (
    r"los[est]\w*|defeat\w*|beat\w*|fall\w*|fell|drop\w*|knock\w* out|eliminat\w*|out|shed\w*|miss\w*|down|declin\w+|"
    r"slip\w*|w[io]n\w*|concede\w*|crash\w*|taken|strip\w*"
)
_HURT = (
    r"injur\w*|hurt|wound\w*|hospital\w*|stab\w*|sh[oo]t\w*|attack\w*|beaten|treat\w*|bruis\w*|burn\w*|harm\w*|bitten|"
    r"maul\w*|assault\w*|casualt\w+|struck|hit"
)
_CRASHED = (
    r"crash\w*|collid\w*|collision\w*|accident\w*|derail\w*|wreck\w*|plung\w+|plummet\w*|smash\w*|plough\w*|plow\w*|"
    r"ran into|hit|struck|slam\w*|went down|came down|pile-?up|overturn\w*|aground|fell|disaster|tragedy|collaps\w*|"
    r"ditch\w*|downed|shot down|tumbl\w*|slump\w*|nosediv\w*|sank"
)
_STRUCK = (
    r"attack\w*|assault\w*|raid\w*|bomb\w*|sh[oe]ll\w*|strik\w*|struck|hit|blast\w*|explo\w+|missiles?|drones?|"
    r"stab\w*|shoot\w*|shot|gun\w*|invad\w*|invasion|offensive|ambush\w*|hack\w*|breach\w*|massacre\w*|terror\w*|"
    r"kill\w*|rampage|storm\w*|war|fir(?:e|ed|ing)|rocket\w*|clash\w*|besieg\w*|fight\w*|opened fire|target\w*|ram\w+|"
    r"hijack\w*"
)
_FELL = (
    r"collaps\w*|cav(?:e|ed|ing) in|gave way|fell|fall\w*|came down|crumbl\w*|topple\w*|crash\w*|destroy\w*|broke\w*|"
    r"fail\w*|bankrupt\w*|ruins?|rubble|disintegrat\w*|subside\w*|buckl\w*|implod\w*|insolven\w*|wash\w* away|down"
)
_CLOSED = (
    r"clos\w+|shut\w*|shutter\w*|ceas\w+|suspend\w*|seal\w*|evacuat\w*|off limits|lock\w*|reopen\w*|clear\w*|halt\w*|"
    r"cancel\w*|out of (?:service|use|business)|end\w*|no longer|block\w*|stop\w*|wind\w* (?:down|up)"
)
_CALLED_OFF = (
    r"cancel\w*|call\w* off|scrap\w*|abandon\w*|postpon\w*|axed|drop\w*|pull\w*|scrub\w*|suspend\w*|halt\w*|delay\w*|"
    r"end\w*|put off|reschedul\w*|mov(?:e|ed|ing)|push\w* back|will not|won['’]t|revok\w*|withdr[ae]w\w*|cut|"
    r"ground\w*|stop\w*|no longer"
)
_BANNED = (
    r"ban\w*|prohibit\w*|outlaw\w*|forbid\w*|forbade|illegal\w*|bar(?:red|s|ring)?|block\w*|restrict\w*|suspend\w*|"
    r"remov\w+|exclud\w*|disqualif\w*|not allowed|no longer|halt\w*|stop\w*|criminali\w*|censor\w*|pull\w*|crack\w* "
    r"down|prevent\w*"
)
_WED = (
    r"marr\w+|wed(?:s|ded|ding|dings)?|bride|groom|husband|wife|spouse|honeymoon|nuptials|newlyweds?|vows|tied the "
    r"knot|couple|partner|engage\w*|ceremony"
)
_SPLIT = (
    r"divorc\w*|split\w*|separat\w*|ex-\w+|break-?up|broke\w* up|part\w* ways|annul\w*|former (?:husband|wife)|"
    r"estranged"
)
_SORRY = (
    r"apolog\w*|sorry|regret\w*|forgiv\w*|remorse\w*|contrit\w*|mea culpa|walk\w* back|ask\w* for forgiveness|amends"
)
_SUED = (
    r"su(?:e|ed|es|ing)|lawsuits?|legal action|court\w*|fil(?:e|ed|es|ing)|claim\w*|complaint\w*|plaintiffs?|"
    r"litigation|suits?"
)
_SIGNED = (
    r"sign\w*|seal\w*|ink\w*|agree\w*|deals?|approv\w*|law|pact|treat(?:y|ies)|enact\w*|contract\w*|order\w*|join\w*"
)
_WITHDREW = (
    r"withdr[ae]w\w*|pull\w*|quit\w*|leav\w*|left|exit\w*|retreat\w*|drop\w*|out of|with-?drawal|back\w* out|"
    r"abandon\w*|scratch\w*"
)
_GAVE_UP = (
    r"surrender\w*|capitulat\w*|gave (?:up|himself|herself|themselves)|turn\w* (?:himself|herself|themselves)|"
    r"yield\w*|laid down"
)
_BROKE = (
    r"bankrupt\w*|insolven\w*|administration|receivership|chapter 11|liquidat\w*|collaps\w*|wound up|"
    r"creditors?|default\w*"
)
_SANK = (
    r"s[aiu]nk\w*|capsiz\w*|wreck\w*|went down|aground|drown\w*|overturn\w*|founder\w*|scuttl\w*|under ?water|"
    r"shipwreck\w*"
)
_BURST = (
    r"explo\w+|blast\w*|blew|blow\w*|detonat\w*|bomb\w*|burst\w*|erupt\w*|fireball|went off|ruptur\w*|fire|"
    r"disintegrat\w*|test\w*"
)
_SHOOK = r"earthquakes?|quake\w*|tremors?|seismic|magnitude|aftershocks?|temblor|epicent\w*"
_FLOODED = (
    r"flood\w*|inundat\w*|deluge\w*|submerg\w*|rain\w*|overflow\w*|storm\w*|water\w*|downpour\w*|swamp\w*|surge\w*|dam"
)
_BURNT = r"fires?|blazes?|burn\w*|inferno|flames?|wildfires?|arson\w*|ablaze|charred|smoke"
_TAKEN = r"kidnap\w*|abduct\w*|hostages?|captiv\w*|captur\w*|ransom\w*|taken|seiz\w+|missing|snatch\w*|held"
_GONE = r"disappear\w*|vanish\w*|missing|last seen|lost|search\w*|whereabouts|gone missing|remov\w+|delet\w*"
_FLED = (
    r"fl(?:ed|ee\w*)|escap\w*|left|leav\w*|run\w*|ran|exile\w*|evacuat\w*|abscond\w*|on the run|refug\w*|"
    r"broke out|fugitive\w*|sought"
)
_CHOSEN = (
    r"elect\w*|w[io]n\w*|vot\w+|chos\w+|choos\w*|appoint\w*|nam(?:ed|ing)|victor\w*|select\w*|pick\w*|becom\w+|"
    r"became|president|sworn"
)
_CUT_OUT = (
    r"suspend\w*|suspension\w*|ban\w*|bench\w*|remov\w+|stood down|leave|dropped|halt\w*|stop\w*|disciplin\w*|"
    r"paus\w+|fir(?:ed|ing)|sack\w*"
)
_VETOED = r"veto\w*|block\w*|reject\w*|strik\w* down|struck down|oppos\w*|refus\w+ to sign|against|declin\w+"
_ADMITTED = (
    r"confess\w*|admit\w*|admission|plead\w*|acknowledg\w*|guilty|own\w* up|came clean|conced\w+|told|said|reveal\w*"
)
_WALKED_OUT = r"strik\w*|struck|walk\w*|picket\w*|industrial action|stoppage\w*|down(?:ed)? tools|unions?"
_EMPTIED = (
    r"evacuat\w*|fl(?:ed|ee\w*)|leave|left|mov(?:ed|ing)|shelter\w*|clear\w*|displac\w*|rescu\w*|airlift\w*|homes"
)
_JOINED = (
    r"merg\w*|takeover|t(?:ake|ook|aken|aking) over|acqui\w+|combin\w*|buy\w*|bought|deal|unit\w+|join\w*|"
    r"purchas\w*|tie-?up|sold"
)


@dataclass(frozen=True, slots=True)
class Event:
    """`shown` finds words that show the event, or something so near that a question may well mean it.

    `own` are the stems of its own name and of the words that stand for it: what a denial of it must hold.
    """

    past: str
    shown: re.Pattern[str]
    own: frozenset[str]
    transitive: bool = False


def _event(past: str, shown: str, *, transitive: bool = False) -> Event:
    named = frozenset(stems(past))
    own = named.union(*map(kin, named))
    return Event(past, re.compile(rf"\b(?:{shown})(?!\w)", re.IGNORECASE), own, transitive)


# "Why did she ...": by the plain form of the verb.
ACTED = {
    "resign": _event("resigned", _LEFT_OFFICE),
    "quit": _event("quit", _LEFT_OFFICE),
    "step down": _event("stepped down", _LEFT_OFFICE),
    "stand down": _event("stood down", _LEFT_OFFICE),
    "retire": _event("retired", _LEFT_OFFICE),
    "die": _event("died", _DIED),
    "win": _event("won", _WON, transitive=True),
    "lose": _event("lost", _LOST, transitive=True),
    "crash": _event("crashed", _CRASHED),
    "derail": _event("derailed", _CRASHED),
    "explode": _event("exploded", _BURST),
    "collapse": _event("collapsed", _FELL),
    "sink": _event("sank", _SANK),
    "capsize": _event("capsized", _SANK),
    "invade": _event("invaded", _STRUCK, transitive=True),
    "attack": _event("attacked", _STRUCK, transitive=True),
    "bomb": _event("bombed", _STRUCK, transitive=True),
    "apologise": _event("apologised", _SORRY),
    "apologize": _event("apologized", _SORRY),
    "sue": _event("sued", _SUED, transitive=True),
    "marry": _event("married", _WED, transitive=True),
    "get married": _event("got married", _WED),
    "divorce": _event("divorced", _SPLIT, transitive=True),
    "cancel": _event("cancelled", _CALLED_OFF, transitive=True),
    "ban": _event("banned", _BANNED, transitive=True),
    "veto": _event("vetoed", _VETOED, transitive=True),
    "surrender": _event("surrendered", _GAVE_UP),
    "go bankrupt": _event("went bankrupt", _BROKE),
    "disappear": _event("disappeared", _GONE),
    "confess": _event("confessed", _ADMITTED),
    "merge": _event("merged", _JOINED),
    "go on strike": _event("went on strike", _WALKED_OUT),
    "withdraw": _event("withdrew", _WITHDREW),
    "sign": _event("signed", _SIGNED, transitive=True),
    "flee": _event("fled", _FLED, transitive=True),
    "burn down": _event("burned down", _BURNT),
}
# "Why was she ...": by the participle.
SUFFERED = {
    "arrested": _event("arrested", _HELD),
    "detained": _event("detained", _HELD),
    "charged": _event("charged", _CHARGED),
    "indicted": _event("indicted", _CHARGED),
    "convicted": _event("convicted", _CONVICTED),
    "acquitted": _event("acquitted", _ACQUITTED),
    "sentenced": _event("sentenced", _CONVICTED),
    "jailed": _event("jailed", f"{_CONVICTED}|{_HELD}"),
    "imprisoned": _event("imprisoned", f"{_CONVICTED}|{_HELD}"),
    "killed": _event("killed", _DIED),
    "murdered": _event("murdered", _DIED),
    "assassinated": _event("assassinated", _DIED),
    "fired": _event("fired", _LEFT_OFFICE),
    "sacked": _event("sacked", _LEFT_OFFICE),
    "dismissed": _event("dismissed", _LEFT_OFFICE),
    "ousted": _event("ousted", _LEFT_OFFICE),
    "suspended": _event("suspended", _CUT_OUT),
    "injured": _event("injured", _HURT),
    "hospitalised": _event("hospitalised", _HURT),
    "hospitalized": _event("hospitalized", _HURT),
    "stabbed": _event("stabbed", _HURT),
    "shot": _event("shot", f"{_HURT}|{_DIED}|gun\\w*"),
    "attacked": _event("attacked", f"{_STRUCK}|{_HURT}"),
    "kidnapped": _event("kidnapped", _TAKEN),
    "abducted": _event("abducted", _TAKEN),
    "cancelled": _event("cancelled", _CALLED_OFF),
    "canceled": _event("canceled", _CALLED_OFF),
    "postponed": _event("postponed", _CALLED_OFF),
    "banned": _event("banned", _BANNED),
    "evacuated": _event("evacuated", _EMPTIED),
    "elected": _event("elected", _CHOSEN),
    "bombed": _event("bombed", _STRUCK),
    "vetoed": _event("vetoed", _VETOED),
    "sued": _event("sued", _SUED),
    "closed": _event("closed", _CLOSED),
    "shut": _event("shut", _CLOSED),
    "sunk": _event("sunk", _SANK),
    "flooded": _event("flooded", _FLOODED),
}
# "After his arrest", "in the Halden crash".
NAMED = {
    "arrest": SUFFERED["arrested"],
    "detention": SUFFERED["arrested"],
    "conviction": SUFFERED["convicted"],
    "acquittal": SUFFERED["acquitted"],
    "sentencing": SUFFERED["sentenced"],
    "resignation": ACTED["resign"],
    "retirement": ACTED["retire"],
    "dismissal": SUFFERED["fired"],
    "suspension": SUFFERED["suspended"],
    "death": ACTED["die"],
    "murder": SUFFERED["murdered"],
    "assassination": SUFFERED["assassinated"],
    "wedding": ACTED["get married"],
    "divorce": ACTED["divorce"],
    "apology": ACTED["apologise"],
    "surrender": ACTED["surrender"],
    "bankruptcy": ACTED["go bankrupt"],
    "disappearance": ACTED["disappear"],
    "kidnapping": SUFFERED["kidnapped"],
    "abduction": SUFFERED["abducted"],
    "crash": ACTED["crash"],
    "collision": ACTED["crash"],
    "derailment": ACTED["derail"],
    "explosion": ACTED["explode"],
    "blast": ACTED["explode"],
    "bombing": ACTED["bomb"],
    "collapse": ACTED["collapse"],
    "sinking": ACTED["sink"],
    "invasion": ACTED["invade"],
    "shooting": SUFFERED["shot"],
    "stabbing": SUFFERED["stabbed"],
    "earthquake": _event("earthquake", _SHOOK),
    "quake": _event("earthquake", _SHOOK),
    "flood": _event("flood", _FLOODED),
    "floods": _event("flood", _FLOODED),
    "fire": _event("fire", _BURNT),
    "wildfire": _event("fire", _BURNT),
    "strike": ACTED["go on strike"],
}

"""What a question is about, in its own words: the event it names, whom it counts, and what ties a follow-up to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.news.asking.somebody import ATTRIBUTES, is_somebody
from bot.news.saying.speech import BODY_WORDS, COLLECTIVES

AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)"
_WH = re.compile(
    rf"(?:(?P<count>how (?:many|much))\b ?(?P<counted>(?!{AUX}\b)[\w’'-]+)?"
    r"|who|whom|whose|what|which|where|when|why|how(?: \w+)?)\b",
    re.IGNORECASE,
)
_PLACING = r"(?:in|at|during|on|off|near|after|over|from|by|under|inside|outside|along)"
_PREPOSITION = re.compile(
    r"\b(?:in|at|during|on|off|near|after|over|from|by|under|about|of|against|for|to|with|into|between|inside"
    r"|outside|along|"
    r"before|since|through)\b",
    re.IGNORECASE,
)
_DETERMINED = re.compile(
    r"(?<![\w’'-])(?:the|a|an|this|these|(?!(?:What|Who|Where|When|How|It|That|There|Here"
    r"|Let)['’])[A-Z][\w-]*(?: [A-Z][\w-]*)*['’]s?) (?=[\w“\"])"
)
OPENS = re.compile(
    rf"^(?P<wh>.*?)(?<![\w’'-])(?P<aux>{AUX})(?:n['’]t)? "
    r"(?=(?:the|a|an|this|these|his|her|their|its|each|every|both|all)\b|(?-i:[A-Z]))",
    re.IGNORECASE,
)
_WHICH = re.compile(rf"(?:what|which) (?P<asked>(?!{AUX}\b|else\b|exactly\b)[a-z]+)$", re.IGNORECASE)
_SAYING = frozenset("say tell claim state announce argue comment respond think promise call demand ask warn".split())
_PAST = dict(
    pair.split()
    for pair in """
    sink sank, break broke, fall fell, begin began, come came, go went, take took, win won, lose lost, leave left,
    meet met, pay paid, sell sold, buy bought, hit hit, cut cut, shut shut, strike struck, shoot shot, rise rose,
    fly flew, run ran, hold held, catch caught, burst burst, split split, quit quit, make made, give gave, get
    got, find found, keep kept, send sent, spend spent, build built, steal stole, throw threw, write wrote, draw
    drew, withdraw withdrew, grow grew, fight fought, put put, set set, let let, spread spread, cost cost, choose
    chose, drive drove, speak spoke, bring brought, teach taught, think thought, say said, tell told, know knew,
    see saw, stand stood, have had, do did, feel felt, hear heard, lead led, sing sang, swim swam, wear wore, eat ate,
    drink drank, sleep slept, bear bore, seek sought, sue sued, wake woke, feed fed, tear tore, shake shook, hide hid,
    bite bit, dig dug, lie lied, ride rode, sit sat, win won, understand understood, become became, mean meant,
    drop dropped, stop stopped, ban banned, plan planned, step stepped, admit admitted
    """.split(",")
)
_PASTS = frozenset(_PAST.values())
_NAME = re.compile(
    r"(?:[Tt]he )?(?:(?:Mr|Mrs|Ms|Dr|St)\.? )?[A-Z][\w’'-]*(?: (?:of |de |van |von |al-)?[A-Z][\w’'-]*)*"
)
_VERB = re.compile(r" (?P<verb>(?:(?:be|been|being) )?[a-z]+)")
_NO_VERB = re.compile(
    r" (?!(?:the|an?|this|that|these|those|his|her|its|their|any|some|all|more|no|so|not|in|at|on|of|for|to|with|from|"
    r"by|off|out|up|down|over|under|after|before|during|about|against|into|last|this|next|and|or|when|if|as)\b)[a-z]"
)
_CAPITAL = re.compile(r"(?<= )[A-Z]")
_PARTICIPLE = ("ed", "en", "ing", "wn", "ung", "orn")
# "How many were hurt when the bridge collapsed?"
_WHEN = re.compile(
    r" when (?P<clause>(?:the|a|an|his|her|its|their|somebody|something|people|it|(?-i:[A-Z]))\b.*)$", re.IGNORECASE
)
_NOUNS = re.compile(
    rf"(?:the|a|an) (?:(?!{AUX}\b|\w+ed\b|(?:{'|'.join(sorted(_PASTS))})\b)[\w’'-]+ ?)+(?<! )", re.IGNORECASE
)
# "The cause of the fire": what happened is the fire.
_OF_WHAT = re.compile(
    r"(?:the|a|an) (?:[a-z]+ )?(?:causes?|reasons?|number|names?|date|time|place|price|cost|size|aim|purpose"
    r"|results?|outcome|"
    r"effects?|owner|origin|source|start|end|beginning|death toll|toll|scene|site) of (?=(?:the|a|an|this) )",
    re.IGNORECASE,
)
# "What kind of boat was it?", "which boat was it": it is spoken of from then on.
_OF_KIND = re.compile(
    rf"(?:what|which) (?:(?:kind|sort|type|make|model|brand) of )?(?P<thing>(?!{AUX}\b)[a-z][\w’'-]*) (?:is|was) "
    r"(?:it|this|that)\b",
    re.IGNORECASE,
)
_IT_IS_THAT = re.compile(r"(?:when|where|why|how) (?:is|was) it that (?P<clause>.+)", re.IGNORECASE)
_DONE = re.compile(rf"(?P<who>who|what) (?P<deed>(?!{AUX}\b)[a-z].*)", re.IGNORECASE)
_CAUSED = re.compile(r"(?:caused?|causes|sparked|started|triggered|led to|prompted|ended)\b", re.IGNORECASE)
_PLACED = re.compile(rf"\b{_PLACING} (?:the )?[A-Z][^?]*$")
_SIDES = frozenset(
    "north south east west centre center middle end morning evening afternoon night past future meantime minute hour "
    "day week weekend month year decade time moment".split()
)
_ARTICLE = re.compile(r"(?:the|an?|this|that|these|those|his|her|its|their)", re.IGNORECASE)
_HAPPEN = re.compile(r" (?:be|happen|take place|occur|begin|start|end|be held)$")
_LAST_VERB = re.compile(
    r"(?P<name> [A-Z][\w’'-]*) [a-z]+$|(?<=[a-z]) (?:last|cost|work|finish|fail|continue|close|open)$"
)
_OF_SOMEBODY = ATTRIBUTES | {"alive", "dead", "missing", "injured", "hurt", "safe", "guilty"}
_NO_EVENT = _SIDES | BODY_WORDS | COLLECTIVES
_WRAPPED = re.compile(
    r"^(?:Who says|Do other sources confirm) (?P<inner>(?:how|what|who|where|when|why|which|whose)\b.*)$", re.DOTALL
)
_SPOKEN_FOR = re.compile(
    r",? and (?:who|which \w+) (?:says?|said|claims?|claimed|reports?|reported) (?:so|that|this|it)\W*$", re.IGNORECASE
)
_ASIDE = re.compile(r"^On the question “(?P<inner>.*)”: .*$", re.DOTALL)
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Topic:
    """`event` is the thing that the question tells of ("the ferry accident off Port Selby"), "" where it shows none.

    `tie` are words that put a follow-up there ("in the ferry accident off Port Selby"). `subject` is the thing that did
    something, where the question asks about its deed ("the bridge" in "why did the bridge collapse"). `counted` is what
    it counts ("drones"), `done_to` what the deed was done to ("the plan").
    """

    question: str
    event: str = ""
    tie: str = ""
    subject: str = ""
    counted: str = ""
    done_to: str = ""


def topic_of(before: str) -> Topic:
    """What a question is about. Never raises."""
    question = unwrapped(" ".join(before.split()))
    body = question.rstrip(" ?!.")
    if not body or len(body) > _LONGEST:
        return Topic(question)
    if "? " in body:  # two questions: the first tells what they are about, where the last does not
        last = topic_of(body.rpartition("? ")[2] + "?")
        first = topic_of(body.partition("? ")[0] + "?")
        return replace(last if last.event or last.subject else first, question=question)
    if told := _WHEN.search(body):
        subject = _NOUNS.match(told["clause"])
        thing = subject.group() if subject and not _NAME.match(subject.group()) else ""
        return Topic(question, "", f"when {told['clause']}", thing, _counted(body))
    counted = _counted(body)
    opened = OPENS.match(body)
    if opened and not copular(body, opened):
        return _of_deed(question, body, opened, counted)
    if that := _IT_IS_THAT.match(body):
        return replace(topic_of(f"What happened when {that['clause']}"), question=question)
    if kind := _OF_KIND.match(body):
        return Topic(question, subject=f"the {kind['thing']}", tie=_tie(body, ""))
    event = _event(body, _first(body))
    return Topic(question, event, _tie(body, event), counted=counted)


def unwrapped(before: str) -> str:
    """The question inside one that asks who says so, or before such a one."""
    before = _SPOKEN_FOR.sub("?", before)
    found = _WRAPPED.match(before) or _ASIDE.match(before)
    if found is None:
        return before
    inner = found["inner"]
    return inner[:1].upper() + inner[1:]


def _counted(body: str) -> str:
    m = _WH.match(body)
    if m is None or not m["counted"] or m["count"].lower() != "how many":
        return ""
    word = m["counted"].lower()
    # "How many died in …": that is what they did.
    return "" if word in _PASTS or (word.endswith("ed") and " " not in word) else m["counted"]


def _first(body: str) -> int:
    """Where the asking word ends."""
    m = _WH.match(body)
    return m.end() if m else 0


def copular(body: str, opened: re.Match[str]) -> bool:
    """ "Who was the driver", "what is the cause of the fire": no deed follows the thing."""
    if opened["aux"].lower() not in ("is", "are", "was", "were") or not opened["wh"].strip():
        return False
    rest = body[opened.end() :]
    stop = _PREPOSITION.search(rest)
    words = (rest[: stop.start()] if stop else rest).split()
    return len(words) < 3 or not (words[-1] in _PASTS or words[-1].endswith(_PARTICIPLE))


def _of_deed(question: str, body: str, opened: re.Match[str], counted: str) -> Topic:
    """A question about what something did or what was done to it."""
    rest = body[opened.end() :]
    subject, verb, end = subject_and_verb(rest)
    if not subject or verb in _SAYING:
        event = _event(body, opened.end() + end)
        if not subject and event and opened["aux"].lower() not in ("is", "are", "was", "were"):
            event = _LAST_VERB.sub(lambda m: m["name"] or "", event)  # "the call between Ann Gray and Tom Reed last"
        return Topic(question, event, _tie(body, event), counted=counted)
    what = rest[end:].strip()
    which = _WHICH.match(opened["wh"].strip())
    asked = (counted if opened["aux"].lower() == "did" else "") or (which["asked"] if which else "")
    # "What weapons did they ask for", "how many tanks did they lose in May"
    told = (f"{what} {asked}" if _PREPOSITION.fullmatch(what) else f"{asked} {what}").strip()
    # "Did she pay?" does not tell that she did.
    deed = verb if opened["wh"].strip() and verb not in ("called", "named") else ""
    clause = clause_of(subject, opened["aux"].lower(), deed, told) if deed else ""
    thing = subject if re.match(r"(?:the|a|an|this|these) (?![A-Z])", subject) else ""
    done_to = _thing(what)
    return Topic(question, "", f"when {clause}" if clause else _tie(body, ""), thing, counted, done_to)


def subject_and_verb(rest: str) -> tuple[str, str, int]:
    """ "The bridge", "collapse" and where the verb ends, of "the bridge collapse in Selby"; "" for what is not"
    " shown."""
    named = _NAME.match(rest)
    if named:
        found = _VERB.match(rest, named.end())
        if found and named.group()[:4].lower() == "the " and _NO_VERB.match(rest, found.end()):
            return "", "", 0  # "the Norland envoy go"
        return (named.group(), found["verb"], found.end()) if found else ("", "", 0)
    stops = (_PREPOSITION.search(rest), _DETERMINED.search(rest, rest.find(" ") + 1), _CAPITAL.search(rest))
    end = min((m.start() for m in stops if m and m.start() > 0), default=len(rest))
    words = rest[:end].split()
    at = len(words) - (2 if len(words) > 2 and words[-2] in ("be", "been", "being") else 1)
    if at == 1 and _ARTICLE.fullmatch(words[0]):
        return "", "", 0  # "the coronation of the queen": its verb comes later
    return " ".join(words[:at]), " ".join(words[at:]), end


def _thing(words: str) -> str:
    """The thing with an article that words begin with."""
    found = _DETERMINED.match(words)
    stop = _PREPOSITION.search(words)
    thing = (words[: stop.start()] if stop else words).strip() if found else ""
    return re.sub(r"^an? ", "the ", thing)


def clause_of(subject: str, aux: str, verb: str, rest: str) -> str:
    """The deed as it is told: "the bridge collapsed in Selby", "the next talks are held"; "" where that is not"
    " known."""
    rest = f" {rest}" if rest else ""
    if aux == "did":
        return f"{subject} {past_of(verb)}{rest}"
    if aux not in ("did", "will", "is", "are", "was", "were", "has", "have", "had"):  # nor does "can" or "should" tell
        return ""
    if aux == "will":
        many = subject.endswith("s") and not subject.endswith(("ss", "us", "is"))
        if verb.startswith("be "):
            return f"{subject} {'are' if many else 'is'} {verb[3:]}{rest}"
        return f"{subject} {verb if many else third(verb)}{rest}"
    return f"{subject} {aux} {verb}{rest}"


def past_of(verb: str) -> str:
    """ "Went", "opened", "carried"."""
    ending = "d" if verb.endswith("e") else "ed"
    return _PAST.get(verb) or re.sub(r"(?<=[^aeiou])y$", "i", verb) + ending


def third(verb: str) -> str:
    """ "Opens", "reaches", "flies"."""
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", verb) + "s"


def _event(body: str, start: int) -> str:
    """The first thing with an article, and all that is told of it, from `start` on; no person and no body."""
    for m in _DETERMINED.finditer(body, start):
        if _OF_WHAT.match(body, m.start()):
            continue
        stop = _PREPOSITION.search(body, m.end())
        words = body[m.start() : stop.start() if stop else len(body)].split()
        head = words[-1].lower().strip("'’,")
        # "The driver's name" is no event either.
        owned = (len(words) > 1 and head in _OF_SOMEBODY and is_somebody(words[-2])) or any(
            is_somebody(re.sub(r"['’]s?$", "", w)) for w in words[:-1] if "'" in w or "’" in w
        )
        if len(words) > 1 and not owned and head not in _NO_EVENT and not is_somebody(head):
            return _HAPPEN.sub("", body[m.start() :])
    return ""


def _tie(body: str, event: str) -> str:
    """Where the follow-up belongs: "in the accident off Selby", or only "in Selby"."""
    if event:
        found = re.search(rf"\b{_PLACING} $", body[: body.rfind(event)], re.IGNORECASE)
        if found:
            return f"{found.group()}{event}"
        done = _DONE.match(body)
        if done and not _CAUSED.match(done["deed"]):
            return f"when {'somebody' if done['who'].lower() == 'who' else 'something'} {done['deed']}"
        return f"in {event}"
    placed = _PLACED.search(body)
    return placed.group() if placed else ""

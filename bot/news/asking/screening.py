"""What is refused before anything is looked up, and what a long message asks.

We tell what the sources say; so opinions, advice and guesses of our own are refused, and so is what would have us do
something or show our rules. Greetings, links and pasted texts ask nothing. A question about somebody's opinion, act or
prompt is a question about the news and stays one.
"""

from __future__ import annotations

import re

from bot.news.asking.conversation import Asked
from bot.news.asking.orders import asks_to_act, plain, wants_our_rules
from bot.news.text import squeeze
from bot.news.types import DraftAnswer, RefusalReason

_QUOTED = re.compile(r"\"[^\"]{1,300}\"")
_LINK = re.compile(r"(?:https?://|www\.)\S+|<(?:https?:|[@#!])[^>\s]{1,500}>|(?<!\w)[@#]\w+|:[a-z0-9_+-]{2,40}:", re.I)
_ANY_OF_US = (
    r"(?:i|we|one|my (?:\w+ )?(?:family|kids?|children|wife|husband|mother|father|parents|company|team|boss|dog))"
)
_OPINIONS = (
    r"\b(?:do|don't|did|what do|how do|who do|would) (?:you|u) (?:really |personally |honestly |also |even |not )?"
    r"(?:think|feel|believe|like|love|hate|prefer|reckon|agree|support|trust|care|approve)\b",
    r"\b(?:your|ur) (?:own |personal |honest )?(?:opinions?|views?|thoughts?|take|favou?rite|stance|feelings?|"
    r"judge?ment|position)\b",
    r"^(?:any |some )?(?:thoughts|opinions?|hot takes?)(?: on\b.{0,80}| about\b.{0,80})?\W*$",
    r"^(?:so |and |but |honestly,? )?(?:is|was|isn't|wasn't) (?:it|this|that) (?:really |ever |not |just |even |so )?"
    r"(?:fair|unfair|wrong|okay|ok|acceptable|moral|immoral|ethical|unethical|just|unjust|justified|good|bad|stupid|"
    r"outrageous|disgusting|sad|ridiculous|an? (?:good|bad|great|terrible|smart|stupid) \w+|a (?:mistake|disgrace|"
    r"scandal|shame|disaster))\b",
    r"^(?:so |and |but )?(?:is|was|are|were) .{1,50} (?:an? )?(?:really |such |morally )?(?:good|bad|great|terrible|"
    r"awful|evil|stupid|overrated|underrated|decent|lovely) (?:person|people|man|woman|guy|leader|president|idea|"
    r"thing|choice|minister|mayor|government|policy|law|plan|deal|"
    r"decision|politician)s?\W*$",
    r"^(?:so |and |but )?who(?:'s| is| was| are)(?: really| actually)? (?:(?:in the )?(?:right|wrong)|to blame|"
    r"better|worse|lying|the good guys?|the bad guys?|the best|the worst)(?: here| in (?:this|all this)| now| "
    r"then)?\W*$",
    r"^(?:so |and |but )?(?:are|were) (?:you|u) (?:for|against|pro|in favou?r|biased|left|right|liberal|conservative|"
    r"happy|sad|angry|on (?:the|his|her|their) side|a (?:democrat|republican|socialist|fan))\b",
    r"\bwhose side are you on\b|\bwhose side is right\b|\bwhich side (?:is|are you|do you)\b.{0,10}(?:right|on|"
    r"take)?\W*$",
    r"^(?:so |and |but )?should(?:n't)? (?!i\b|we\b|you\b)",
    r"\b(?:who|what|how) (?:would|will|did) (?:you|u) vote\b|\b(?:was|is) (?:it|that|this) right to\b",
    r"\bin your (?:opinion|view|eyes|mind)\b",
    r"^(?:so |and |but )?(?:is|are|was|were) (?!(?:it|this|that)\b)[\w' -]{1,50} (?:right|wrong|fair|unfair|justified|"
    r"overrated|evil|worth it|to be trusted)\W*$",
    r"\bdoing an? (?:good|bad|great|terrible|decent) job\W*$|^(?:please )?rate (?:the|this|that|his|her|their|my)\b",
    r"^(?:so |and |but )?(?:what|who|which)(?:'s| is| are) the (?:best|worst|nicest) (?:\w+ )?(?:party|politician|"
    r"president|country|religion|team|leader)\W*$|^which (?:\w+ ){1,3}(?:is|are) (?:better|worse|nicer)\W*$",
    r"\bwhat (?:you|u) think\b|^wdyt\b|^(?:do you |u )?agreed?\W*$",
    r"^isn't (?:it|this|that|he|she) (?:terrible|awful|great|amazing|stupid|crazy|ridiculous|sad|funny)\b",
)
_ADVICE = (
    rf"\b(?:should(?:n't)?|shall|ought|must) {_ANY_OF_US}\b(?! (?:know|expect|understand|make of|take from|have "
    rf"known))",
    r"^(?:so |and |but )?(?:should(?:n't)?|ought) (?:i|we|you|one)\b(?! (?:know|expect|be expecting))",
    rf"^(?:so |and |but )?(?:do|does|would) {_ANY_OF_US} (?:need|have) to\b",
    r"\bis it (?:still |really |even )?(?:safe|wise|worth|ok|okay|smart|dangerous|too late|better|best|"
    r"advisable)\b.{0,30}\b(?:for (?:me|us|my|our)|if (?:i|we)|me|my)\b",
    r"\bis (?:it|now|this|today) (?:still )?an? (?:good|bad|right|great) (?:(?:time|moment) to|idea to "
    r"(?:buy|sell|invest|travel|go|book|fly|visit|move|wait|take|get))\b",
    r"\b(?:would|will) it be (?:safe|wise|smart|better|best|worth it) to\b|^(?:so |and )?(?:am i|are we|is my \w+) "
    r"safe\b",
    r"\bis it worth (?:it|buying|selling|investing|going|moving|visiting|the (?:money|risk))\b",
    r"^(?:please |pls |can you |could you |would you |do you |what do you |what would you |what can you |which "
    r".{1,40} do you |any |so )?recommend\b(?!ed)",
    r"\b(?:would|do|can|could) you (?:recommend|advise|suggest)\b|^(?:please )?(?:advise|suggest something)\b",
    r"^(?:any|some|got any|your) (?:advice|tips|recommendations?|suggestions?)\b|\b(?:give me|i need|your) (?:some |"
    r"any )?(?:advice|tips|recommendations?)\b",
    r"\bwhat would you do\b|\bhelp me (?:decide|choose|pick)\b|\bif you were me\b",
)
_FORECASTS = (
    r"^(?:please |can you |could you |so )*(?:predict|forecast|foresee|guess)\b",
    r"^(?:so |and |but )?who(?:'ll| will|'s going to| is going to| would) win\b(?! if\b)",
    r"\b(?:your|ur) (?:best )?(?:prediction|forecast|guess|bet|expectations?)\b|^(?:please )?(?:give|make|tell)(?: "
    r"me| us)? an? (?:prediction|forecast|guess)\b",
    r"\b(?:you|u) (?:think|reckon|believe)\b.{0,50}\b(?:will|won't|going to|gonna)\b",
    r"\b(?:do|don't|would|can|could) (?:you|u) (?:expect(?! to (?:find|see))|predict|foresee|guess|see .{1,30} "
    r"winning)\b",
    r"\bhow (?:likely|probable) (?:is|are|do)\b",
    r"\bwhat(?:'s| is| are) the (?:odds|chances?|likelihood|probability) (?:of|that|for)\b",
    r"^(?:so |and |but )?(?:will|would|should|can|could) (?:you|i|we) bet on\b|\b(?:want to|wanna|let's|to) bet "
    r"(?:on|that)\b"
    r"|^bet on\b|\bplace (?:a|my) bet\b",
)
_OURSELVES = (
    r"^(?:hey |hi |hello |so |and )*(?:who|what) (?:are|r) (?:you|u)\W*$",
    r"^(?:so |and )?(?:are|r) (?:you|u) (?:an? )?(?:bot|ai|human|robot|real|person|machine|llm|alive|there|chatgpt|"
    r"awake)\b",
    r"^(?:hey |hi |hello )*how (?:are|r) (?:you|u)\b|^how(?:'s| is) it going\W*$|^what(?:'s| is) (?:up|your name)\W*$",
    r"^what (?:can|do) you do\W*$|^who (?:made|built|created|programmed) you\W*$",
    r"^can (?:you|i) (?:help|ask)(?: me| you)?(?: something| a question)?\W*$",
    r"^(?:i )?(?:love|hate|like) (?:you|u|it|this)\W*$",
)
_CHAT = frozenset(
    """
    hi hello hey hiya yo howdy greetings good morning afternoon evening night day thanks thank you thx ty cheers
    much many very so a lot lol lmao rofl haha hahaha hehe ok okay k kk cool nice great wow awesome amazing perfect
    excellent super yes yeah yep yup no nope nah sure please pls sorry bye goodbye cya later there all everyone
    everybody team folks guys bot factbox again well done job work love it interesting indeed right true omg oh ah
    hm hmm hmmm um uh test testing ping pong danke hallo merci bonjour salut hola gracias ciao grazie tschuss
    servus bitte for that the your help and same here welcome you're that's beaucoup answer reply congrats
    congratulations morning's sweet sad smh ugh yay hooray thanx tysm np brb ttyl
    """.split()
)
_CHAT_WORDS = 8
_LATIN_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_BY_REASON: tuple[tuple[RefusalReason, tuple[str, ...]], ...] = (
    ("forecast", _FORECASTS),
    ("advice", _ADVICE),
    ("opinion", _OPINIONS),
    ("not-a-question", _OURSELVES),
)
_REFUSALS = tuple((reason, re.compile("|".join(f"(?:{p})" for p in patterns))) for reason, patterns in _BY_REASON)
# "Should he resign, according to the opposition?" asks what others say.
_OF_OTHERS = re.compile(
    r"\baccording to\b|\bdo(?:es)? (?:the )?(?:experts|sources|critics|officials|doctors|police|analysts)\b"
    r"|\b(?:the|any|which|some) \w+ (?:say|says|said|think|thinks|argue|argues)\b"
)
_ASKS = re.compile(
    r"^(?:(?:so|and|but|ok|well|hey|hi|hello|please|also|then|now|just|bot),? ){0,3}"
    r"(?:who|whom|whose|what|which|where|when|why|how|tell me|show me|give me|explain|summari[sz]e|list|compare|find|"
    r"can (?:you|anyone|someone)|could (?:you|anyone|someone)|do (?:you|we) know|does (?:anyone|anybody)|any (?:news|"
    r"idea|update)s?|i(?:'d| would) like to know|i(?:'m| am)? (?:want|wonder\w*|need|was wondering)(?: to know)?|"
    r"what's|who's|where's|wer|wann|wo|warum|wie|welche\w?|qui|quand|pourquoi|comment|combien|quien|cuando|donde|"
    r"cuanto\w*)\b"
)
# A longer message is searched for what it asks.
_LONGEST_QUESTION = 500
# A text of more characters and sentences, none of which asks, was pasted.
_SHORT, _FEW = 300, 3
_ENDS = 4000
_NEAR_ENDS = 2
_SENTENCE_END = re.compile(r"(?<=[?!…。？！])[\"”’)]?\s+|(?<=\w\w\.)[\"”’)]?\s+(?=[\w\"“‘(])|\n+")
_LEANS = re.compile(r"\b(?:it|he|she|they|him|her|them|his|their|its|that|this|those|these|there)\b", re.I)


def screened(asked: Asked) -> DraftAnswer | None:
    """The refusal of what no source is needed to refuse; None for a question that the sources may answer.

    A message is refused for an order about our rules wherever it stands, else only where nothing in it asks a question.
    """
    sentences = _sentences(asked.text)
    if any(wants_our_rules(s) for s in sentences):
        return DraftAnswer((), "prompt")
    reasons = [_reason(s) for s in sentences]
    asking = [r for s, r in zip(sentences, reasons, strict=True) if r not in (None, "not-a-question") or _is_asking(s)]
    if None in asking:
        return None
    named = next((r for r in asking if r and r != "not-a-question"), None)
    if named:
        return DraftAnswer((), named)
    chat_only = all(r == "not-a-question" for r in reasons)
    pasted = len(asked.text) > _SHORT and len(sentences) > _FEW
    return DraftAnswer((), "not-a-question") if chat_only or pasted else None


def question_in(text: str) -> str:
    """What a message asks: itself where it is short; of a long one the question it ends or begins with.

    "" for a long text without one (a pasted article). An order that a long text begins or ends with is what it asks.
    At most 500 characters.
    """
    if len(text) <= _LONGEST_QUESTION:
        return text.strip()
    head, tail = _sentences(text[:_ENDS]), _sentences(text[-_ENDS:])
    if len(head) <= 1:  # one endless sentence: its beginning
        return squeeze(text[:_ENDS])[:_LONGEST_QUESTION] if any(map(_wants, head)) else ""
    last = next((n for n in range(len(tail) - 1, max(-1, len(tail) - 1 - _NEAR_ENDS), -1) if _wants(tail[n])), None)
    if last is not None:
        return _with_context(tail, last)
    first = next((n for n, s in enumerate(head[:_NEAR_ENDS]) if _wants(s)), None)
    return "" if first is None else head[first][:_LONGEST_QUESTION]


def _with_context(sentences: list[str], at: int) -> str:
    """The question, with other questions right before it, and what it points to where it says "it" or "they"."""
    start = at
    while start and at - start < 2 and sentences[start - 1].endswith("?"):
        start -= 1
    if start and _LEANS.search(sentences[start]) and not sentences[start - 1].endswith(":"):
        start -= 1
    while start < at and sum(len(s) + 1 for s in sentences[start : at + 1]) > _LONGEST_QUESTION:
        start += 1
    return " ".join(sentences[start : at + 1])[:_LONGEST_QUESTION]


def _wants(sentence: str) -> bool:
    return _is_asking(sentence) or asks_to_act(sentence) or wants_our_rules(sentence)


def _is_asking(sentence: str) -> bool:
    return sentence.rstrip("\"”’')! ").endswith(("?", "？")) or _ASKS.match(plain(sentence)) is not None


def _sentences(text: str) -> list[str]:
    pieces = map(squeeze, _SENTENCE_END.split(text[: 2 * _ENDS]))
    return [piece for piece in pieces if any(c.isalnum() for c in piece)]


def _reason(sentence: str) -> RefusalReason | None:
    """Why this sentence is refused, if it is."""
    bare = _LINK.sub(" ", sentence)
    said = _QUOTED.sub('""', plain(bare))
    if not any(c.isalnum() for c in said) or _is_chat(said):
        return "not-a-question"
    if asks_to_act(sentence) or asks_to_act(bare):
        return "act"
    found: RefusalReason | None = next((reason for reason, pattern in _REFUSALS if pattern.search(said)), None)
    return None if found and _OF_OTHERS.search(said) else found


def _is_chat(said: str) -> bool:
    words = _LATIN_WORD.findall(said)
    return len(words) <= _CHAT_WORDS and "?" not in said and all(w in _CHAT for w in words)

"""Orders to us, typed in a chat: to do something for somebody, or to show or change our own rules.

All patterns read one sentence as `plain` gives it. What somebody else was told to do is news and no order.
"""

from __future__ import annotations

import re

from bot.news.machine_talk import addressed_to_machines
from bot.news.text import key, squeeze

_ASKED_TO = (
    r"(?:(?:hey|hi|hello|ok|okay|please|pls|plz|now|then|and|so|also|just|kindly|bot|factbox|dear bot|go ahead and|"
    r"(?:can|could|will|would|can't|won't) (?:you|u)(?: please)?|i (?:want|need|would like|order|command|ask) you to|"
    r"i'd like you to|you (?:must|should|have to|need to|will|shall)|let's|go)[,:]? ){0,4}"
)
_HERE = (
    r"(?:this|that|it|them|these|those|everything|all (?:of )?(?:this|that|it|them|messages?|posts?)|me|us|him|her|"
    r"everyone|everybody|@[\w-]+|#[\w-]+|(?:my|your|our)(?: \w+)?|"
    r"(?:the|an?|all|some|another|any|every|last|these|those)(?: [\w-]+){0,2} (?:channels?|messages?|threads?|chats?|"
    r"posts?|group|server|e-?mails?|mails?|dms?|tweets?|database|files?|archive|logs?|reminders?|alarms?|timers?|"
    r"polls?|meetings?|calendar|events?|invites?|invitations?|brief|briefing|summary|answers?|repl(?:y|ies)|tickets?|"
    r"pizzas?|shares|stocks?|crypto|bitcoin|coins?|table|flights?|hotels?|rooms?|taxi|cab|scripts?|commands?|code|"
    r"programs?|users?|members?|boss|admins?|moderators?|team|words|music|songs?|lights?)|(?:an?|the) (?:message|"
    r"e-?mail|tweet|post|dm|reminder|alarm|timer|poll|meeting|event|ticket|pizza|taxi|cab|table|flight|hotel|room|"
    r"script|command|channel|thread|chat|database|archive|logs|file|files|messages|posts|song))"
)
_DEEDS = (
    r"(?:post|re-?post|publish|send|forward|share|pin|unpin|tweet|retweet|announce|broadcast|delete|remove|erase|wipe|"
    r"clear|edit|undo|close|mute|unmute|ban|unban|kick|block|invite|add|rename|create|schedule|set up|set|cancel|"
    r"turn off|turn on|restart|reboot|run|execute|install|upload|book|order|buy|sell|pay|transfer|call|text|dm|ping|"
    r"notify|wake|play|e-?mail|mail|message|unsubscribe|subscribe|unfollow|follow|sign up|tag|alert|drop|truncate|"
    r"react to|like)"
)
_WORKS = (
    r"(?:poems?|songs?|haikus?|limericks?|lyrics|raps?|tweets?|essays?|jokes?|riddles?|code|scripts?|programs?|"
    r"functions?|app|website|e-?mails?|letters?|press release|blog(?: post)?|posts?|novels?|fairy ?tales?|bedtime "
    r"stor(?:y|ies)|pictures?|images?|drawings?|memes?|logos?|homework|sql|python|javascript|html|regex|speech|cv|"
    r"resumes?|fan ?fiction|cover letter|thread for twitter|linkedin post|screenplay|sonnets?|ballads?|recipes?|"
    r"polls?|quiz|surveys?|playlists?)"
)
_ACT = re.compile(
    rf"^{_ASKED_TO}(?:"
    rf"{_DEEDS} {_HERE}(?=\W|$)"
    rf"|(?:write|compose|draft|create|generate|make|draw|paint|sing|design|code|rewrite|give|send) (?:me |us |up |"
    rf"out )?(?:(?:an?|some|the|my|this|another|\d+) )?(?:[\w-]+ ){{0,4}}?{_WORKS}\b"
    r"|write (?:me |us )?(?:an?|some) (?:(?:short|long|funny|scary|love|nice) )?(?:story|stories|article|text|review|"
    r"report)\b"
    r"|(?:tell|sing) (?:me |us )?an? (?:[\w-]+ )?(?:joke|story|song|riddle|poem|secret)\b"
    r"|remind (?:me|us|him|her|everyone)\b|wake me\b|sign (?:me|us) up\b|log me (?:in|out)\b"
    r"|(?:un)?subscribe (?:me|us|to|from)\b|(?:un)?subscribe\W*$|sign up\W*$"
    r"|(?:call|text|dm|e-?mail|message|ping|phone) (?:the )?(?:police|him|her|them|me|us|everyone|my \w+)\b"
    r"|(?:stop|start|pause|resume|quit|keep) (?:posting|sending|writing|spamming|pinging|talking|messaging)\b"
    r"|(?:shut (?:up|down)|go away|leave (?:me|us|this channel|the channel))\W*$"
    r"|do (?:my|our|his|her|the) (?:homework|taxes|job|work|dishes)\b"
    r"|(?:solve|calculate|compute) (?:this|the|my|\d)|fix (?:my|this|the) (?:code|bug|script|essay|grammar)\b"
    r"|make (?:me|us) an? \w|turn (?:the )?[\w ]{1,20} (?:on|off)\W*$|hack (?:the|into|this|his|her|their|my)\b"
    r"|set (?:an?|the|my) (?:alarm|reminder|timer)\b|search the (?:web|internet) for me\b"
    r"|(?:vote|bid|apply|pray) for (?:me|us)\b|(?:buy|order|sell|book) (?:me |us )?(?:an?|some|\d+) \w+"
    r"|(?:drop|truncate) (?:table|database)\b)"
)

_OWN = (
    r"(?:(?:system|initial|hidden|secret|original|internal|full|developer|custom|exact|first|own|base) ){0,3}"
    r"(?:prompts?|instructions?|rules|guidelines|directives|config(?:uration)?s?|settings|(?:api |access |secret |"
    r"bot )?(?:keys?|tokens?)|passwords?|passphrase|secrets|credentials?|env(?:ironment)?(?: variables?| vars?)?|"
    r"\.env|source code|database|memory|context(?: window)?|programming|training data|logs|system message)"
)
_SHOW = (
    r"(?:print|show|reveal|give|tell|send|list|display|dump|output|leak|share|expose|repeat|recite|copy|paste|"
    r"write(?: out| down)?|spell out|disclose|read(?: out)?|summari[sz]e|translate|post|explain|describe|export|echo|"
    r"cat|say|encode|return)"
)
_FOLLOWED = (
    r"(?:instructions?|prompts?|rules|orders|directions|guidelines|directives|commands|restrictions|"
    r"limits|filters?|safeguards)"
)
# In an order, or in a question to us.
_PROMPTS = tuple(
    re.compile(pattern)
    for pattern in (
        # Our own rules, keys and settings.
        rf"^{_ASKED_TO}{_SHOW}\b[^.?!]{{0,40}}\b(?:your|ur|the bot's|this bot's) {_OWN}\b",
        r"\b(?:what|which|where|how)(?:'s| is| are| was| were| does| do)? (?:in |exactly |is in |are in )?"
        rf"(?:your|ur) {_OWN}\b",
        rf"^{_ASKED_TO}{_SHOW} (?:me |us |out )?(?:the |all |all the |any )?(?:system|initial|hidden|secret|bot|api) "
        r"(?:prompts?|instructions?|rules|keys?|tokens?|config(?:uration)?|message|secrets)\b",
        rf"^{_ASKED_TO}{_SHOW} (?:me |us |back |out )*(?:all |everything |the |every )*(?:of )?(?:the )?(?:text|"
        rf"words?|content|sentences?|lines?|messages?|conversation|instructions?|everything)? ?"
        r"(?:above|before this|preceding this|(?:so far|verbatim)\b)",
        rf"\b{_SHOW} (?:me )?(?:everything|all|the text|what(?:ever)?)\b[^.?!]{{0,30}}\b(?:above|before (?:this|my)|"
        r"you (?:were|have been|are) (?:told|given|instructed))\b",
        r"\bwhat (?:were|are|have) you (?:been )?(?:told|instructed|ordered|programmed|given) (?:to|not|before|in|"
        r"by)\b",
        r"\b(?:begin|start)(?:ning)? with [\"']?you are\b|\byour (?:system prompt|jailbreak|api key|bot token)\b",
        rf"^{_ASKED_TO}(?:print|show|list|echo|cat|dump|env|export|read)\b.{{0,20}}(?:\.env\b|/etc/|process\.env|"
        rf"os\.environ|environment variables|env vars?\b)",
        rf"^{_ASKED_TO}{_SHOW} (?:me |us |the |all |your |bot )*(?:config(?:uration)?|env|settings|secrets|"
        rf"credentials|(?:api |secret |admin )(?:keys?|tokens?|passwords?))\W*$",
        r"\bwhat (?:\w+ )?(?:instructions?|rules|prompts?|orders|guidelines) (?:were|was|are|have|had|did|do) you\b",
        rf"^{_ASKED_TO}{_SHOW} your (?:first|last|previous|next) (?:message|answer|sentence|words?)\b",
        # Changing them.
        rf"(?:^|[.,:;!?\"'] ?|\b(?:please|now|and|then|just|to|must|should) )(?:ignore|disregard|forget|override|"
        rf"bypass|discard|drop|skip|don't follow|do not follow|stop following|disable|remove|break)\b[^.?!]{{0,30}}"
        rf"\b(?:previous|prior|earlier|preceding|above|former|original|initial|system|your|all|any|these|those|"
        rf"safety)\b[^.?!]{{0,20}}\b{_FOLLOWED}\b",
        rf"^{_ASKED_TO}(?:ignore|disregard|forget) (?:everything|all|anything|what)\b[^.?!]{{0,30}}\b(?:above|before|"
        r"told|said|know|learn\w*|previous\w*)\b",
        r"\b(?:you(?:'re| are)|ur|u r) (?:now|no longer)\b(?! (?:the|in the) (?:president|minister|lead))",
        r"\byou (?:have|need|follow|know) no (?:\w+ )?(?:restrictions|rules|limits|filters|guidelines)\b",
        r"\b(?:play|start|begin) a (?:\w+ )?game\b.{0,40}\byou\b|\b(?:simulate|become|be|enable) (?:a |the )?dan\b",
        rf"^{_ASKED_TO}stop being\b",
        r"\bfrom now on,? (?:you|answer|act|speak|only|always|respond|reply)\b",
        rf"^{_ASKED_TO}(?:act|behave|respond|answer|speak|talk|reply) (?:as|like) (?:if |though |an? |the |my )",
        rf"^{_ASKED_TO}(?:pretend|imagine|role-?play|simulate)\b[^.?!]{{0,20}}\b(?:you|to be|as|being)\b",
        r"\b(?:do anything now|jail ?break(?:ed|ing)? (?:mode|yourself|prompt)|developer mode|dan mode|god mode|sudo "
        r"mode|unrestricted mode|without (?:any )?(?:restrictions|filters|your rules))\b",
        r"^(?:new|updated) (?:instructions?|rules?|task|orders?|system prompt)\b",
        rf"^{_ASKED_TO}(?:enter|enable|activate|switch to|turn on) (?:the )?(?:\w+ )?mode\b",
        r"^(?:sudo|system|assistant|developer|admin|root)\s?[:>]",
    )
)
# In any sentence; German, French and Spanish without accents.
_UNMISTAKABLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"\bwhat(?:'s| is| are) (?:the|this|ur) (?:admin|root|bot|api|database|bot's) (?:passwords?|keys?|tokens?)\W*$",
        r"^(?:what(?:'s| is| are)|print|show|reveal|repeat)(?: me)?(?: in)? (?:the|this) (?:system|initial|hidden|"
        r"secret) (?:prompt|instructions?|message|rules)\W*$",
        r"\b(?:dein|deine|deinen|deiner) (?:(?:geheimen?|internen?|neuen?) )?(?:system-?|anfangs-?)?(?:prompts?|"
        r"anweisungen|instruktionen|regeln|konfiguration|api-?schlussel|tokens?|passw\w+|zugangsdaten)\b|\bihr(?:en)? "
        r"system-?prompt\b",
        r"\b(?:zeig|nenn|gib|verrat|wiederhol)\w*\b.{0,40}\b(?:system-?prompt|(?:worte|text|alles|anweisungen) "
        r"(?:oben|daruber|davor))",
        r"(?:^|[.,:;!] ?|\b(?:bitte|und|jetzt|nun|dann) )(?:vergiss|ignorier(?:e|en sie)?|missachte)\b.{0,40}"
        r"\b(?:anweisung\w*|instruktion\w*|regeln|vorgaben|alles)\b",
        r"\bdu bist (?:jetzt|nun|ab jetzt|ab sofort|nicht mehr)\b|\bab (?:jetzt|sofort) (?:bist|antworte\w*) du\b",
        r"\b(?:ton|tes|votre|vos) (?:prompt|invite|instructions?|consignes?|regles|configuration|cles? (?:api|"
        r"secretes?)|mots? de passe|jetons?)\b",
        r"(?:^|[.,:;!] ?|\b(?:et|puis|maintenant) )(?:oublie|oubliez|ignore|ignorez|neglige)\b.{0,40}"
        r"\b(?:instructions|consignes|regles|directives|precede\w*)\b",
        r"\b(?:tu es|vous etes) (?:maintenant|desormais)\b|\b(?:repete|repetez|affiche|montre\w*|revele\w*)\b.{0,40}"
        r"\b(?:ci-dessus|prompt systeme|invite systeme|precede\w*)",
        r"\b(?:tu|tus) (?:prompt|instrucciones|indicaciones|reglas|configuracion|claves?|contrasenas?|tokens?)\b|"
        r"\bsu prompt\b",
        r"(?:^|[.,:;!] ?|\b(?:y|ahora|por favor) )(?:olvida|ignora|olvide|ignore|omite)\b.{0,40}"
        r"\b(?:instrucciones|indicaciones|reglas|ordenes|lo anterior)\b",
        r"\b(?:ahora eres|eres ahora|a partir de ahora)\b|\b(?:repite|muestra\w*|revela\w*|ensena\w*)\b.{0,40}"
        r"\b(?:de arriba|prompt del sistema|anteriores)\b",
    )
)
_QUOTED = re.compile(r"\"[^\"]{1,300}\"")
_NEWS = re.compile(
    r"^(?:(?:so|and|but|ok|well|hey|hi|hello|please)[, ]+){0,3}(?:who|whom|whose|what|which|where|when|why|how|is|"
    r"are|was|were|do|does|did|has|have|had|can|could|will|would|should|wer|wen|wem|was|wann|wo|warum|wie|welche\w?|"
    r"qui|que|quoi|ou|quand|pourquoi|comment|combien|quel\w*|quien|cuando|donde|por que|como|cuanto\w*)\b"
)
_TO_US = re.compile(r"\b(?:you|your|yours|yourself|ur)\b")


def plain(sentence: str) -> str:
    """Small letters without accents, invisible characters or opening marks, on one line: what the patterns read."""
    return key(squeeze(sentence)).strip(" ¿¡\"'([*_-")


def asks_to_act(sentence: str) -> bool:
    """It wants something done for somebody: posted, written, bought, deleted."""
    return _ACT.match(plain(sentence)) is not None


def wants_our_rules(sentence: str) -> bool:
    """It wants our own rules, keys or settings shown, or changed.

    A question that somebody else's prompt or orders are the subject of, or that quotes such words, is none.
    """
    said = plain(sentence)
    asks = _NEWS.match(said) is not None
    if asks:
        said = _QUOTED.sub('""', said)
    if any(p.search(said) for p in _UNMISTAKABLE):
        return True
    if asks and _TO_US.search(said) is None:
        return False
    return any(p.search(said) for p in _PROMPTS) or (not asks_to_act(sentence) and addressed_to_machines(sentence))

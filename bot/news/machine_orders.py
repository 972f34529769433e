"""How orders to machines are worded, and the turns, tags and replies of programs: the rules of `machine_talk`."""

from __future__ import annotations

import re
from typing import NamedTuple

_ORDERS = r"(?:instructions?|prompts?|directions|directives|guidelines|commands|programming|training|messages|context)"
_MACHINE = (
    r"(?:ai|a\.i\.|llms?|gpt[\w.-]{0,8}|chatgpt|chatbots?|(?:large )?language models?|"
    r"(?:news |summary |briefing )?bots?|summari[sz]ers?|(?:ai|automated|virtual|digital|news|machine|briefing) "
    r"(?:assistants?|agents?|systems?|models?|readers?))"
)
_NAMES_MACHINE = "ai|a.i.|llm|gpt|bot|model|summari|assistant|agent|system|reader"
_OUTPUT = r"(?:summar(?:y|ies)|briefs?|briefings?|repl(?:y|ies)|responses?|outputs?|answers?|headlines?|digests?|json)"
_NAMES_OUTPUT = "summary|summaries|brief|reply|replies|response|output|answer|headline|digest|json"
# Each rule comes with words that it cannot do without: one of each group, in small letters.
_ORDER_RULES: tuple[tuple[tuple[str, ...], str], ...] = (
    # "Ignore all previous instructions", not "ignored the referee's instructions".
    (
        (
            "ignore|disregard|forget|override|bypass|discard|follow|attention",
            "instr|prompt|direct|guide|comm|train|mess|cont",
        ),
        rf"\b(?:ignore|disregard|forget|override|bypass|discard|do not follow|don't follow|stop following|pay no "
        rf"attention to)\b.{{0,30}}\b(?:previous|prior|earlier|preceding|above|former|original|initial|system|your|any|"
        rf"all|everything|other)\b.{{0,30}}\b{_ORDERS}\b",
    ),
    (
        ("ignore|disregard|forget", "above|this|told|your"),
        r"\b(?:ignore|disregard|forget) (?:all |everything )?(?:of )?(?:that |the )?"
        r"(?:above|(?:text |rules? )?(?:above|before this)|you (?:were|have been) told|your (?:rules|task|guidelines))",
    ),
    (
        ("prompt|message|instruction",),
        r"\b(?:system|initial) prompt\b|\b(?:system|developer) (?:message|instructions?)\b",
    ),
    ((" mode",), r"\b(?:developer|debug|admin|god|dan|jailbreak|maintenance|unrestricted) mode\b"),
    (
        ("new ", ":"),
        r"\bnew (?:instructions?|task|rules?|directives?|objective|orders?)(?: (?:for|to) [\w ]{1,30})?:",
    ),
    (
        ("you are |you're |your role is", _NAMES_MACHINE),
        rf"\byou(?: are|'re|r role is)(?: now| no longer)?(?: an?| the| to)?(?: [\w-]+){{0,2}} {_MACHINE}\b",
    ),
    (("as an |being an |as a |being a ", _NAMES_MACHINE), rf"\b(?:as|being) an? (?:[\w-]+ )?{_MACHINE}(?=,)"),
    (
        ("attention|note|notice|message|instruction|order|important|reminder|dear|hello|hey|hi ", _NAMES_MACHINE),
        rf"\b(?:attention|note|notice|message|instructions?|orders?|important|reminder|dear|hello|hey|hi)"
        rf"(?: to| for|,|:)* (?:all |any |the |every |our |your )*{_MACHINE}\b"
        rf"(?! (?:act|law|bill|firms?|compan|makers?|indust))",
    ),
    (("if you",), rf"\bif you(?: are|'re) (?:an? |the )?(?:[\w-]+ )?{_MACHINE}\b"),
    (
        (" this", "read|process|summari|pars", _NAMES_MACHINE),
        rf"\b{_MACHINE} (?:that |which |who )?"
        rf"(?:reads?|reading|process(?:es|ing)?|summari[sz](?:es?|ing)|pars(?:es?|ing)) this\b",
    ),
    (("summari",), r"\b(?:when|while|before|after|instead of) (?:you )?summari[sz](?:e|ing)\b"),
    (
        ("your |this |every |each ", _NAMES_OUTPUT),
        rf"\b(?:in|into|to|at the (?:top|end|start) of|as) (?:your|this|every|each) (?:\w+ )?{_OUTPUT}\b.{{0,60}}"
        rf"\b(?:write|say|post|add|include|state|print|insert|append|mention|claim|link)\b",
    ),
    (
        ("your |the ", _NAMES_OUTPUT),
        rf"(?:^|[.:;!\"'(]|\bplease|\bmust|\bnow)\s*(?:write|say|post|add|include|state|print|insert|append|"
        rf"output|repeat|put|place|copy|set|make|replace|begin|start|end|finish|return|emit)\b.{{0,80}}"
        rf"\b(?:your|the (?:\w+ )?)\s*{_OUTPUT}\b",
    ),
    (
        ("must |should |has to |have to |need|is to |are to |shall ", _NAMES_OUTPUT),
        rf"\b(?:your|the|this|each|every) {_OUTPUT} (?:must|should|has to|have to|needs? to|is to|are to|shall) "
        rf"(?:only |also |always )?(?:say|state|read|include|contain|begin|start|end|mention|link)\b",
    ),
    (
        ("respond|reply|answer|output|return|speak",),
        r"\b(?:respond|reply|answer|output|return|speak)(?: only| solely| exclusively)? (?:with|in) "
        r"(?:json|only|exactly|the (?:following|words?|sentence|single)|one word|nothing but|[\"'])",
    ),
    (
        ("write |say |post |print |output |repeat |state |announce |tell ",),
        r"(?:^|[.:;!]\s*|\bplease )(?:write|say|post|print|output|repeat|state|announce|tell (?:the )?readers?) "
        r"(?:that|exactly|only|the following|this|instead|verbatim|to (?:the )?readers?)\b",
    ),
    (
        ("decode|decrypt|base64|rot13|rot-13|unescape",),
        r"(?:^|[.:;!]\s*|\b(?:please|and|then|now|must) )(?:decode|decrypt|unescape|base64|rot-?13)\b.{0,60}"
        r"\b(?:follow|obey|execute|do|run|post|instructions?|text|string|message|this)\b",
    ),
    (
        ("your ",),
        r"\byour (?:[\w-]+ )?(?:summary|briefs?|briefing|reply|outputs?|(?:system )?prompts?|configuration|"
        r"creators|training data|api key|output filter|safety filter|system message)\b|"
        r"\b(?:what are|repeat|reveal|print|show|list|forget|supersedes?|overrides?) your (?:\w+ )?"
        r"(?:instructions|rules|orders)",
    ),
    (
        ("overrid|supersed|replace",),
        r"\b(?:overrides?|supersedes?|replaces?) (?:all |any |every )?(?:other |previous |earlier |your |the )?"
        r"(?:rules|instructions|guidelines|prompts?)\b",
    ),
    (
        ("instruction|guidance|rules|orders", " you "),
        r"\b(?:instructions?|guidance|rules|orders) (?:that )?you (?:were|have been|are|had been) "
        r"(?:given|told|sent)\b",
    ),
    (
        ("pretend|act as|assume the role|respond as|behave as|roleplay|role-play",),
        r"(?:^|[.:;!]\s*|\bplease |\bnow )(?:pretend (?:that )?you|act as (?:an?|the)|"
        r"assume the role|respond as (?:if|though)|behave as (?:if|an?)|role-?play)\b",
    ),
    (
        ("not |n't |never |omit|leave out|skip|exclude|remove|delete|hide", "summar|brief|headline"),
        r"(?:^|[.:;!]\s*|\bplease |\byou (?:must|should|may|shall) )(?:do not|don't|not|never|omit|leave out|skip|"
        r"exclude|remove|delete|hide)\b.{0,60}(?:\b(?:your|the|this|any) (?:summary|brief|briefing|headline)\b|"
        r"\bsummari[sz]e\b|\bwhen you (?:write|draft|summari[sz]e)\b)",
    ),
    (("user", " you"), r"\bthe user (?:wants|asks|asked|needs|has asked|would like|expects|requests) (?:that )?you\b"),
    (("by reading this",), r"\bby reading this (?:text|article|page|message|sentence)\b"),
    (("override",), r"\b(?:system|security|safety|admin) override\b"),
    (("assistant|ai|bot|llm",), r",\s*(?:dear )?(?:assistant|ai|bot|chatbot|llm)[.!]?$"),
    (
        (_NAMES_MACHINE, ":"),
        rf"\b{_MACHINE} (?:note|notice|instructions?|message|directive|alert)s?:|\b(?:for|to) {_MACHINE}(?: only)?:",
    ),
    (("summari",), r"\bas (?:the|an?|our|my) .{0,30}\bsummari[sz]er\b"),
    (
        ("include|add|insert|post", "link|url|sentence|text|words"),
        r"\b(?:include|add|insert|put|append) (?:this|the following|these|a|the|my|our) "
        r"(?:link|url|sentence|text|words|line)\b.{0,20}"
        r"\b(?:in|into|to) (?:the|your|every|each|any) (?:post|summary|brief|reply|message|channel|headline)\b",
    ),
    (("from now on",), r"\bfrom now on,? (?:you (?:are|must|only|always|answer|write|post)|always|every) "),
    (
        (" you| bot| brief| summary", "edit|operat|develop|admin|owner|newsdesk"),
        r"\b(?:the|your|our) (?:editors?|operators?|developers?|administrators?|admin|owner|newsdesk)(?:-in-chief)? "
        r"(?:says?|wants?|orders?|instructs?|requires?|asks?|tells?|told|instructed)(?: that)? "
        r"(?:you\b|the (?:bot|brief|summary)\b)",
    ),
    ((" tool| function",), r"\b(?:call|invoke|execute) (?:the |your )?\w+ (?:tool|function)\b"),
    (
        ("end of |begin of |start of ",),
        r"\b(?:end|begin|start) of (?:the )?(?:\w+ )?"
        r"(?:articles?|material|data|document|instructions?|prompt|context|untrusted)(?: \w+)?(?:[.:]|$)",
    ),
)
# What is asked of whoever makes a summary, in words that name what we make or how we are spoken to.
_THIS = r"(?:this|the|our) (?:page|article|paragraph|text|story|content|piece|site|material|report)"
_MUST = r"(?:must|should|shall|has to|have to|needs? to|is to|are to|(?:is|are) (?:required|obliged|asked) to|may only)"
_TELL = (
    r"(?:say|state|read|include|contain|begin|start|end|mention|link|name|credit|carry|render|quote|repeat|write|lead|"
    r"show|report)"
)
_MAKERS = (
    rf"(?:{_MACHINE}|robots?|screen readers?|"
    rf"(?:summary|news|ai|automated|writing) (?:tools?|programs?|software|services?))"
)
_SUMMARY_RULES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("any |every |each |all |automat|derived", _NAMES_OUTPUT, "must|should|shall|has to|have to|need|to "),
        rf"\b(?:any|every|each|all|automat\w+|derived) (?:\w+ ){{0,2}}{_OUTPUT}\b.{{0,60}}"
        rf"\b{_MUST} (?:\w+ly |also )?{_TELL}\b",
    ),
    (
        (
            _NAMES_MACHINE + "|tool|program|software|service",
            "must|should|shall|has to|have to|need|to ",
            ":|this|the |our ",
        ),
        rf"\b{_MAKERS}\b.{{0,20}}\b{_MUST} {_TELL}\b(?:.{{0,30}}\b(?:this|following|as):| {_THIS}\b)",
    ),
    (
        ("who", "summari|condens|paraphras|rewrit|shorten|digest"),
        rf"\b(?:whoever|anyone who|those who|everyone who|who) "
        rf"(?:summari[sz]e|condense|paraphrase|rewrite|shorten|digest)s? {_THIS}\b",
    ),
    (
        ("permi|allow|licen|consent", "ai|bot|model"),
        rf"\b{_MAKERS}\b.{{0,30}}\b(?:permi\w+|allow\w*|licen\w+|consent)\b.{{0,30}}"
        rf"\b{_THIS}\b.{{0,40}}\b(?:if|provided|as long|on condition)\b",
    ),
    (
        (":|,", "bot|ai|model|reader|gpt|summari|assistant|agent|system|tool"),
        rf"^\W*(?:tl;?dr for|dear|hey|hello|to|for) (?:all |any )?(?:{_MAKERS}|neural networks?)(?: and \w+)?:|"
        rf"^\W*(?:{_MAKERS}, ?(?:and )?)+{_MAKERS}:",
    ),
    (
        ("if you", "neural|machine|program|computer|algorithm|robot"),
        r"\bif you(?: are|'re) (?:an? |the )?(?:[\w-]+ )?(?:neural network|machine|computer|program|algorithm|robot)\b",
    ),
    (
        ("field|key|kind|sentence",),
        r"\b(?:field|key) (?:called |named )[\"']?(?:headline|lines?|text|quotes?|kind)\b|"
        r"\bkind: ?(?:lead|point|claim)\b|\bsentences? ?\[\d+\]",
    ),
    (
        ("not |n't |never ", "this|these"),
        r"\b(?:do not|don't|never) (?:reveal|show|mention|disclose|repeat|share|quote|report) (?:this|these) "
        r"(?:paragraph|text|message|instruction|note|line|sentence)s?\b",
    ),
    (
        ("asked", "answer|reply|response"),
        r"\b(?:when|if|once|whenever) (?:you are |you're )?asked\b.{0,60}"
        r"\b(?:only|correct|right|acceptable|proper|best) "
        r"(?:\w+ )?(?:answer|reply|response)\b",
    ),
    (
        (
            "translate|rewrite|rephrase|summari|paraphrase|condense|render|repeat|continue|ignore|replace",
            "preceding|above|previous|following|text|paragraph|words|sentence|article|page",
        ),
        r"^\W*(?:please |kindly |now )?(?:translate|rewrite|rephrase|summari[sz]e|paraphrase|condense|render|repeat|"
        r"continue|replace) "
        r"(?:the |this |that |all )?(?:\w+ )?"
        r"(?:preceding|above|previous|following|text|paragraph|words|sentence|article|page)\b",
    ),
    (("step by step",), r"^\W*(?:please |now |first,? |let us |let's )*think (?:\w+ )?step by step\b"),
    (
        ("above|earlier|previous|preceding", "void|test|false|wrong|fake|draft|placeholder|example|outdated|invalid"),
        r"\b(?:(?:all|everything|anything) (?:of the )?above|all (?:of the )?(?:earlier|previous|preceding|above) "
        r"(?:sentences|paragraphs|text|lines|words))\b.{0,20}\b(?:was|is|are|were)\b.{0,20}"
        r"\b(?:void|test|false|wrong|fake|draft|placeholder|example|outdated|invalid)\b",
    ),
    (
        ("play a game|role play|imagine",),
        r"\bplay a game (?:in which|where) you\b|^\W*imagine (?:that )?you are (?:an?|the|now|no) ",
    ),
    (
        ("what were your|what are your|which were your",),
        r"\bwh(?:at|ich) (?:were|are) your (?:\w+ )?(?:instructions|rules|orders|guidelines|prompts?)\b",
    ),
    # An order to whoever writes, then a colon and what is to be written.
    (
        (
            "you |kindly |please |asked to|required to",
            ":",
            "write|written|output|report|announce|open|lead|begin|forward|print|post|tell",
        ),
        r"\b(?:you|kindly|please|(?:asked|required) to)\b[^:.]{0,60}"
        r"\b(?:write|writing|written|output|report|announce|open with|lead with|begin with|forward|print|post|tell)\b"
        r"[^:.]{0,40}: ?\S",
    ),
    (
        ("generated|automat|machine",),
        r"\bfor (?:\w+[ -])?(?:generated|automated|automatic) (?:overviews?|summar(?:y|ies)|digests?|briefs?)\b|"
        r"\b(?:text|page|article) is (?:being )?(?:processed|read|summari[sz]ed) (?:automatically|by machines?)\b",
    ),
    (
        ("summari",),
        r"\bmay only be summari[sz]ed\b",
    ),
    (("[",), r"^\W{0,3}\[?(?:admin|root|sudo|override|system|dev)\]"),
    (("<<",), r"<<(?:human|user|ai|assistant|system|bot)[ _]?\w*>>"),
)
# The same order in other languages: a word for "ignore" and one for "instructions" near it, either first.
_ELSEWHERE = (
    (
        r"ignorier\w*|vergiss|vergesst|vergessen(?: sie)?|missacht\w*",
        r"anweisung\w*|instruktion\w*|vorgaben|anordnung\w*",
    ),
    (
        r"ignor(?:e|ez|er)|oubli(?:e|ez|er)|ne tiens pas compte|ne tenez pas compte",
        r"(?:instructions|directives) (?:prec|ant|ci-|donn|init|du |de l)\w*|consignes",
    ),
    (r"ignor[ae]n?|olvid[ae]n?|haz caso omiso|hagan? caso omiso", r"instrucciones|indicaciones|ordenes"),
    (r"ignora(?:te)?|dimentica(?:te)?|non seguire", r"istruzioni|indicazioni|direttive"),
    (r"ignorem?|esquec\w+|desconsidere\w*", r"instruc\w+|orientac\w+"),
    (r"negeer|vergeet", r"instructies|opdrachten|aanwijzingen"),
    (r"ignorer|glem|se bort fra|bortse fra", r"instruks\w*|instruktion\w*|anvisning\w*|beskjed|regler"),
    (
        r"^skriv|^schreib\w*|^escrib[ae]|^ecri(?:s|vez)|^scriv[ei]|^escreva|^schrijf",
        r"zusammenfassung|sammendrag\w*|sammanfattning\w*|resume|resumen|riassunto|resumo|samenvatting",
    ),
    (r"ignorera|glom|bortse fran", r"instruktion\w*|anvisning\w*"),
    (r"zignoruj\w*|ignoruj\w*|zapomnij\w*", r"instrukcj\w*|polece\w*|wytyczn\w*"),
    (r"игнорируй\w*|проигнорируй\w*|забудь\w*|не следуй\w*", r"инструкци\w*|указани\w*|команд\w*"),
    (r"ігноруй\w*|забудь\w*", r"інструкці\w*|вказівк\w*"),
    (r"yok say\w*|unut\w*|gormezden gel\w*", r"talimat\w*|yonerge\w*"),
    (r"忽略|无视|無視|忽視|忘记|忘れ", r"指令|指示|说明|說明|提示|命令|プロンプト|以上内容|上述内容|之前的内容"),
    (r"무시", r"지시|명령|프롬프트"),
    (r"تجاهل|انس", r"التعليمات|الأوامر|تعليمات"),
    # A word that calls a machine: "Hinweis an KI-Systeme", "Attention IA", "eres un asistente".
    (
        r"hinweis|achtung|attention|remarque|nota|aviso|avviso|opmerking|uwaga|внимание|заметка",
        r"(?:ki|ia|l'ia|ии|chatbots?|llms?|sprachmodelle?)(?=[\w-]*\s*:)",
    ),
    (
        r"sie sind|du bist|vous etes|tu es|eres|usted es|tu sei|voce e|je bent|ты|вы",
        r"(?:ein |un |une |uma |een )?(?:ki-)?(?:assistent|assistant|asistente|assistente|chatbot|sprachmodell|"
        r"ассистент|бот)",
    ),
    (
        r"ki-systeme|systemes d'ia|sistemas de ia|sistemi di ia",
        r"mussen|doivent|deben|devono|sollen|schreiben|ecrire|escribir|scrivere",
    ),
    (r"अनदेखा|नजरअंदाज|भूल", r"निर्देश\w*"),
)
# Turns, tags and replies of the kind that programs exchange.
_SYNTAX_RULES: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        (":|>", "system|assistant|user|developer|human|tool|ai"),
        r"^\W{0,4}(?:system|assistant|user|developer|human|tool|ai)\b\W{0,3}"
        r"(?:prompt|message|note|override|instructions?|turn|\(\w+\))?\W{0,2}[:>]\s*\S",
    ),
    (
        ("<|[",),
        r"<\|[^|]{1,40}\|>|\[/?(?:inst|system|tool_\w+)\]|<</?sys>>|</?(?:system|assistant|user|instructions?|untrusted|"
        r"data|tool_\w+|function\w*|think\w*|script|iframe|document|admin)\b[^>]{0,80}>|<!--",
    ),
    (("@|<!",), r"(?<![\w.])@(?:everyone|here|channel|all)\b(?!\.\w)|<!(?:channel|here|everyone)|<[@#][!&]?\w{6,24}>"),
    (("{{",), r"\{\{[#/]?\w+\}\}"),
    (("##",), r"#{2,}\s*(?:new |system |end )?(?:instruction|system|response|assistant|user|human|task|prompt)s?\b"),
    (
        ("\"|'", ":"),
        r"[{\[]\s*[\"'][a-z_]{2,30}[\"']\s*:|"
        r"[\"'](?:headline|lines|sentences|role|content|arguments|tool_calls?|name)[\"']\s*:",
    ),
    (("(|{",), r"\b(?:tool|function)_?calls?\b\s*[:({]|\b\w{1,40}\(\s*\w{1,40}\s*=\s*[\"']"),
    (("begin|end|===",), r"^\W{0,3}(?:begin|end) [0-9a-f]{8,64}\b|-{3,}\s*(?:begin|end)\b|={3,}\s*\w+ ?\w*\s*={3,}"),
    (("](",), r"!?\[[^\]\n]{0,80}\]\(\s*(?:https?:|//|data:|javascript:)"),
    (("data:|javascript:",), r"\bdata:\w+/\w|\bjavascript:\w"),
    (
        ("\\x|\\u|%|&#|20 |00100000",),
        r"(?:\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|%[0-9a-f]{2}|&#x?[0-9a-f]{2,5};){6,}|"
        r"(?:\b[0-9a-f]{2} ){11,}|(?:\b[01]{8} ){5,}",
    ),
)


class Rule(NamedTuple):
    needed: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]


RULES = [
    Rule(tuple(tuple(group.split("|")) for group in needed), re.compile(pattern))
    for needed, pattern in (*_ORDER_RULES, *_SUMMARY_RULES, *_SYNTAX_RULES)
]
ENCODED = re.compile(
    r"(?<![\w/+=.-])(?=(?:[A-Za-z/+]{0,60}\d){3})(?=[\w/+]{0,200}[A-Z])[A-Za-z0-9+/]{40,}={0,2}(?![\w/.-])"
)
_NEAR = r".{0,60}"


def _whole(words: str) -> str:
    """Whole words, in scripts that part them."""
    return rf"\b(?:{words})\b" if words.isascii() else f"(?:{words})"


FOREIGN_ORDER = re.compile(
    "|".join(rf"{_whole(a)}{_NEAR}{_whole(b)}|{_whole(b)}{_NEAR}{_whole(a)}" for a, b in _ELSEWHERE)
)
# What every such order holds one of: most texts hold none, and are not looked at further.
FOREIGN_HINTS = (
    "weisung instruk instruc anvisning vorgaben anordnung consignes directi dirett indica ordenes istruz orientac "
    "opdracht aanwijz polece wytyczn инструкци указани команд інструкці вказівк talimat yonerge "
    "指 说明 說明 提示 命令 プロンプト 지시 "
    "以上 上述 之前 ki- ki: ia: l'ia attention ии chatbot sistent sprachmodell d'ia "
    "zusammenf sammendrag sammanfatt resum riassunto samenvatt instruks beskjed regler "
    "ассистент бот 명령 프롬프트 تعليمات الأوامر निर्देश"
).split()

"""The words that walls, errors and teasers are known by, in the languages that most news is written in."""

from __future__ import annotations

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


CHECK_TITLE = _any(
    r"^\s*just a moment\s*(?:\.\.|…|$)",
    r"^\s*attention required!",
    r"^\s*one more step\W*$",
    r"^\s*pardon our interruption",
    r"^\s*please wait\W*$",
    r"^\s*(?:are you|you are) (?:a )?(?:human|robot)",
    r"^\s*robot check",
    r"^\s*human verification",
    r"^\s*security (?:check|verification)",
    r"^\s*ddos[- ]guard",
    r"^\s*checking your browser",
    r"^\s*bot verification",
    r"^\s*verify(?:ing)? (?:you are|you're) (?:a )?human",
    r"^\s*sicherheitsüberprüfung",
    r"^\s*un instant\s*(?:\.\.|…|$)",
)
CHECK = _any(
    r"checking (?:if the site connection is secure|your browser before)",
    r"verify(?:ing)? (?:that )?you(?:'re| are) (?:a )?human",
    r"(?:confirm|prove|make sure|to show) (?:that )?you(?:'re| are) (?:a human|human|not a (?:ro)?bot)",
    r"enable javascript and cookies to continue",
    r"unusual (?:traffic|activity) (?:from|on) your",
    r"(?:complete|solve) the (?:captcha|security check)",
    r"performance (?:&|and) security by cloudflare",
    r"automated (?:access|requests?|queries)",
    r"something about your browser made us think you (?:were|are) a bot",
    r"press (?:&|and) hold to confirm",
    r"press and hold the button",
    r"bestätigen sie,? dass sie (?:ein mensch|kein roboter)",
    r"vérifi\w+ que vous (?:êtes|n'êtes pas) (?:un|bien) (?:humain|robot)",
    r"verific\w+ que (?:eres|no eres) (?:un )?(?:humano|robot)",
    r"ray id:",
    r"why have i been blocked",
)
CHECK_MARKS = (
    "//*[contains(@class,'g-recaptcha') or contains(@class,'h-captcha') or contains(@class,'cf-turnstile') or "
    "contains(@id,'px-captcha') or contains(@id,'challenge-form') or contains(@id,'cf-challenge')] | "
    "//script[contains(@src,'captcha-delivery.com') or contains(@src,'/cdn-cgi/challenge-platform') or "
    "contains(@src,'_Incapsula_Resource')] | //iframe[contains(@src,'captcha-delivery.com') or "
    "contains(@src,'_Incapsula_Resource')]"
)
DENIED = _any(
    r"\baccess (?:is |has been |to this page has been )?denied\b",
    r"\b403\b.{0,10}\bforbidden\b",
    r"^\s*forbidden\b",
    r"\bzugriff verweigert\b",
    r"\baccès (?:refusé|interdit)\b",
    r"\bacceso denegado\b",
    r"\baccesso negato\b",
    r"\bacesso negado\b",
    r"\byou have been blocked\b",
    r"\brequest (?:blocked|rejected)\b",
)
MISSING = _any(
    r"^\W*(?:error\W*)?(?:404|410)\b",
    r"\b(?:error|http|fehler|erreur|errore|erro)\W{0,3}(?:404|410)\b",
    r"\b404\W{0,3}(?:error|not found|page|seite)",
    r"\b(?:page|article|story|document|content|file|url)\b.{0,25}\b(?:not (?:be )?found|doesn.t exist|"
    r"does not exist|no longer (?:exists|available))",
    r"^\W*not found\W*$",
    r"\bseite (?:wurde )?(?:leider )?nicht gefunden\b",
    r"\bnicht (?:mehr )?verfügbar\W*$",
    r"\bpage (?:introuvable|non trouvée)\b",
    r"\bpágina no (?:encontrada|existe)\b",
    r"\bno se (?:ha )?encontr(?:ó|ado) la página\b",
    r"\bpagina non (?:trovata|esiste)\b",
    r"\bpágina não encontrada\b",
    r"\bpagina niet gevonden\b",
    r"\b(?:strona|nie znaleziono strony)\b.{0,20}(?:nie|istnieje)",
    r"\bsidan (?:kunde inte hittas|finns inte)\b",
    r"\bsiden (?:ble |blev )?ikke (?:funnet|fundet)\b",
    r"\bстраница не найдена\b",
    r"ページが見つかりません",
    r"页面不存在|找不到(?:该)?页面",
    r"\bwe (?:can.t|couldn.t|could not) find (?:that|the|this|your) page\b",
)
BROKEN = _any(
    r"^\W*(?:error\W*)?50[0234]\b",
    r"\b50[0234]\W{0,3}(?:internal|bad gateway|service|gateway|error)",
    r"\binternal server error\b",
    r"\bbad gateway\b",
    r"\bgateway time-?out\b",
    r"\bservice (?:temporarily )?unavailable\b",
    r"\btemporarily (?:down|unavailable)\b",
    r"\b(?:down|closed) for maintenance\b",
    r"\bsite (?:is )?under maintenance\b",
    r"^\W*(?:wartungsarbeiten|maintenance|en maintenance)\W*$",
    r"^\W*(?:an )?error (?:has )?occurred",
    r"\bapplication error\b",
    r"\baccount (?:has been )?suspended\b",
    r"\bdatabase error\b",
)
PARKED = _any(
    r"\bdomain (?:name )?(?:is|may be) for sale\b",
    r"\bbuy this domain\b",
    r"\bdomain (?:is )?parked\b",
    r"\bparked (?:free|domain)\b",
    r"\bdomain (?:steht zum verkauf|ist zu verkaufen)\b",
    r"^\W*welcome to nginx",
    r"\bapache2? .{0,20}default page\b",
)
CONSENT = _any(
    r"\bcookies?\b",
    r"\bconsent\w*",
    r"\bgdpr\b",
    r"\bdsgvo\b",
    r"\brgpd\b",
    r"\bpersonal(?:ised|ized) (?:ads|advertising|content)\b",
    r"\b(?:our|my|\d+) (?:advertising )?partners\b",
    r"\baccept all\b",
    r"\breject all\b",
    r"\bmanage (?:options|preferences|settings)\b",
    r"\bprivacy (?:policy|settings|cent(?:er|re)|notice)\b",
    r"\bpersonal data\b",
    r"\blegitimate interests?\b",
    r"\bvendors?\b",
    r"\beinwilligung\w*",
    r"\bzustimm\w+",
    r"\bdatenschutz\w*",
    r"\balle akzeptieren\b",
    r"\btracking\b",
    r"\bpersonenbezogene\w*",
    r"\bconsentement\w*",
    r"\btout (?:accepter|refuser)\b",
    r"\baccepter et\b",
    r"\bdonnées personnelles\b",
    r"\btraceurs\b",
    r"\bconsentimiento\b",
    r"\baceptar (?:todo|todas|y)\b",
    r"\bdatos personales\b",
    r"\bconsenso\b",
    r"\baccetta(?:re)? (?:tutti|tutto|e)\b",
    r"\bdati personali\b",
    r"\bconsentimento\b",
    r"\baceitar (?:todos|tudo)\b",
    r"\bdados pessoais\b",
    r"\btoestemming\b",
    r"\balles accepteren\b",
    r"\bpersoonsgegevens\b",
    r"\bplik\w* cookies?\b",
    r"\bzgod[aęy]\b",
    r"\bsamtyck\w+",
    r"\bsamtykke\w*",
    r"\bevästeet\b",
    r"\bсогласи\w+ на\b",
)
LOGIN = _any(
    r"\blog ?-?in\b",
    r"\bsign ?-?in\b",
    r"\banmeld(?:en|ung)\b",
    r"\beinloggen\b",
    r"\bconnexion\b",
    r"\bse connecter\b",
    r"\biniciar sesión\b",
    r"\baccedi\b",
    r"\bentrar\b",
    r"\binloggen\b",
    r"\blogga in\b",
    r"\blogg inn\b",
    r"\bzaloguj\b",
    r"\bвойти\b|\bвход\b",
)
SUBSCRIBE = _any(
    r"\b(?:subscribe|sign up|register|log in|sign in|create (?:a|your) (?:free )?account|become a (?:member|"
    r"subscriber)|start your (?:free )?trial)\b.{0,40}\b(?:to|and) (?:continue|keep|read|unlock|finish|access|"
    r"view)",
    r"\bto (?:continue|keep) reading\b",
    r"\bcontinue reading (?:this article )?with (?:a|your)\b",
    r"\b(?:this|the) (?:article|story|content) is (?:exclusive(?:ly)?|only|reserved|available)\b.{0,30}"
    r"\b(?:for|to) (?:our )?(?:paying |registered )?(?:subscribers|members)",
    r"\b(?:for|to) subscribers only\b",
    r"\bsubscribers?[- ]only\b",
    r"\balready a (?:subscriber|member)\b",
    r"\byou(?:'ve| have) (?:read|reached|used) (?:all |your )?.{0,30}\b(?:free (?:articles?|stories)|limit)\b",
    r"\b(?:mit|ohne) .{0,20}\babo(?:nnement)?\b.{0,30}\b(?:weiter)?lesen\b",
    r"\bjetzt (?:weiterlesen|abonnieren und)\b",
    r"\b(?:nur|exklusiv) für (?:unsere )?(?:abonnent|digital-?abonnent|mitglieder|plus-)",
    r"\bsie haben bereits ein (?:digital-?)?abo\b|\bschon abonnent\b|\bbereits abonniert\b",
    r"\bweiterlesen mit\b",
    r"^mit .{1,20} weiterlesen\W*$",
    r"\b(?:article|contenu|suite) .{0,15}réservée?s? (?:aux|à nos) abonné",
    r"\bréservé aux abonnés\b",
    r"\bpour lire la suite\b.{0,40}\babonn|\babonnez-vous pour\b",
    r"\bil vous reste .{0,20} de cet article à (?:lire|découvrir)\b",
    r"\b(?:suscríbete|suscríbase|regístrate|regístrese)\b.{0,30}\b(?:para|y)\b.{0,20}\b(?:seguir|continuar|"
    r"leer|acceder)",
    r"\b(?:contenido|artículo|noticia) .{0,15}(?:exclusiv\w|solo|sólo) para (?:suscriptores|socios|usuarios)\b",
    r"\bpara (?:seguir|continuar) leyendo\b",
    r"\babbonati\b.{0,30}\b(?:per|e)\b.{0,15}\b(?:continuare|leggere|proseguire)",
    r"\b(?:contenuto|articolo) .{0,15}(?:riservato|esclusivo) (?:agli|per gli) abbonati\b",
    r"\bassine\b.{0,30}\b(?:para|e)\b.{0,15}\b(?:continuar|ler)",
    r"\bconteúdo exclusivo para assinantes\b",
    r"\b(?:alleen|exclusief) voor abonnees\b",
    r"\bverder lezen\b.{0,30}\b(?:abonnee|account|lid)\b",
    r"\b(?:tylko|wyłącznie) dla (?:prenumeratorów|subskrybentów)\b",
    r"\bför att läsa vidare\b|\bendast för prenumeranter\b",
    r"\bfor å lese (?:hele )?(?:saken|artikkelen)\b|\bkun for abonnenter\b",
    r"\bэтот материал доступен (?:только )?(?:по подписке|подписчикам)\b",
    r"この記事は(?:有料)?会員(?:限定|記事)|続きを読むには",
)
NEEDS_SCRIPT = _any(
    r"\b(?:enable|turn on|activate|allow) java ?script\b",
    r"\bjava ?script (?:is|to be) (?:required|disabled|enabled|not enabled)\b",
    r"\brequires? java ?script\b",
    r"\bjava ?script (?:aktivieren|ist deaktiviert)\b",
    r"\bactiv(?:er|ar|e|a) java ?script\b",
)
GOES_ON = re.compile(
    r"(?:\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\]))?\s*\W*\b(?:read (?:more|the full (?:story|article))|continue reading|"
    r"weiterlesen|mehr lesen|lire (?:la suite|plus)|seguir leyendo|leer más|leggi tutto|continua a leggere|ler mais|"
    r"lees (?:meer|verder)|czytaj dalej|läs mer)\W*\Z|\s*\[(?:…|\.\.\.)\]\s*\Z",
    re.IGNORECASE,
)

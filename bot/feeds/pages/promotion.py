"""Lines inside of an article that are none of it: "Read also", "Sign up", copyright notices, credits of pictures."""

from __future__ import annotations

import re

_LONGEST = 200

_FURTHER = r"""
    (?:read|see)\ (?:also|more|next|the\ full)\b .{0,60}$ | (?:read|see)\b .{0,12} \b(?:more|also)\b .{0,12} [:\-]
  | more\ (?:on|from|in)\b .{0,40} : | related (?:\ \w+)? \s*: | don.?t\ miss\b .{0,3}$ | also\ on\ \S+\.\w+
  | leggi\ anche | potrebbe\ interessarti
  | lesen\ sie\ (?:hier|auch|dazu|mehr)\b | lies\ auch | mehr\ zum\ thema | auch\ interessant
  | das\ könnte\ (?:sie|dich)\ auch | siehe\ auch | zum\ weiterlesen | schon\ gelesen
  | weitere\ (?:themen|artikel|beiträge|infos|informationen)\b .{0,60}:?$
  | (?:lea|lee|leé|vea|ve|mire|mira)\ también | (?:mire|mira|vea|lea|lee)\s*: | puedes?\ ver\s*:
  | (?:te|le)\ puede\ interesar | contenido\ relacionado | notas?\ relacionadas? | más\ sobre\b .{0,60}$
  | (?:à\ )?lire\ (?:aussi|également) | à\ lire\s*: | voir\ aussi | sur\ le\ même\ (?:sujet|thème)
  | lees\ ook | leia\ (?:também|mais) | veja\ também | czytaj\ (?:też|także|więcej) | zobacz\ (?:też|także)
  | läs\ (?:mer|också) | les\ også | læs\ også | lue\ myös | čtěte\ také | přečtěte\ si | olvassa\ el | читайте\ также
  | см\.\ также
"""
_ASKING = r"""
    click\ here\b | follow\ (?:us|@\w+|\w+(?:\ \w+)?\ on)\b | (?:subscribe|sign\ up)\b | like\ this\ story
  | download\ (?:the|our)\b .*\bapps?\b | get\ the\b .*\bapp\b | (?:join|support)\ us\b .{0,60}$
"""
_OWNING = r"""
    © | \(c\)\s | copyright\s*(?:©|\(c\)|:|by\b|\d{4})
  | (?:all\ rights|alle\ rechte|todos\ los\ derechos|tous\ droits)\b
  | (?:photo|picture|image)\ credits?\b | cr[ée]dits?\ (?:photos?|images?)\b | fotos?\s*: | photos?\s*:
  | bildquelle | (?:titel|beitrags)bild\s*: | (?:quelle|source|fuente|fonte)\s*:
  | (?:no|keine|0)?\s*(?:comments?|kommentare)$
"""
_PROMOTION = re.compile(rf"^\W*(?:{_FURTHER}|{_ASKING}|{_OWNING})", re.IGNORECASE | re.VERBOSE)


def is_promotion(line: str) -> bool:
    """Whether a short line starts as lines do that lead elsewhere, ask for something, or name an owner."""
    return len(line) < _LONGEST and _PROMOTION.match(line) is not None

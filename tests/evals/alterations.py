"""Ways of altering a true line: each false way by its class, and the ways that leave it true.

An alteration takes the line, its article and its sentence there, and gives the altered line, or None where it has
nothing to alter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from bot.news.asking.synonyms import NATIONS
from bot.news.types import Sentence, Source

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April June July August September October November December".split()
Alter = Callable[[str, Source, Sentence], str | None]


def _swap(pairs: str) -> Alter:
    """Replaces the first word of any pair by its other word."""
    table: dict[str, str] = {}
    for pair in pairs.split(","):
        one, two = pair.strip().split("/")
        table[one], table[two] = two, one
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, table), key=len, reverse=True)) + r")(?!\w)")

    def alter(line: str, _source: Source, _sentence: Sentence) -> str | None:
        new: str = pattern.sub(lambda m: table[m.group()], line, count=1)
        return new if new != line else None

    return alter


def _next_of(names: list[str]) -> Alter:
    pattern = re.compile(r"\b(?:" + "|".join(names) + r")\b")

    def alter(line: str, _source: Source, _sentence: Sentence) -> str | None:
        m = pattern.search(line)
        return line[: m.start()] + names[(names.index(m.group()) + 2) % len(names)] + line[m.end() :] if m else None

    return alter


def _sub(pattern: str, new: str) -> Alter:
    compiled = re.compile(pattern)

    def alter(line: str, _source: Source, _sentence: Sentence) -> str | None:
        changed: str = compiled.sub(new, line, count=1)
        changed = changed[:1].upper() + changed[1:]
        return changed if changed != line else None

    return alter


def _number(line: str, _source: Source, _sentence: Sentence) -> str | None:
    m = re.search(r"\d+", line)
    return line[: m.start()] + str(int(m.group()) + 7) + line[m.end() :] if m else None


def _digit_stolen(line: str, _source: Source, _sentence: Sentence) -> str | None:
    m = re.search(r"\d{2,}", line)
    return line[: m.start()] + m.group()[:-1] + line[m.end() :] if m else None


def _moved_number(line: str, source: Source, sentence: Sentence) -> str | None:
    """The first number of another sentence in the place of this one's."""
    m = re.search(r"\b\d[\d.,]*\d|\b\d", line)
    if m is None:
        return None
    for other in source.facts.sentences:
        for found in re.finditer(r"\b\d[\d.,]*\d|\b\d", other.span.of(source.text)):
            if (n := found.group()) not in line and other != sentence:
                return line[: m.start()] + n + line[m.end() :]
    return None


def _names(source: Source) -> list[str]:
    return [p.name.removeprefix("the ") for p in source.facts.parties]


def _name_of_another(line: str, source: Source, _sentence: Sentence) -> str | None:
    names = _names(source)
    mine = next((n for n in names if n in line), None)
    other = next((n for n in names if n.split()[-1] not in line), None)
    return line.replace(mine, other, 1) if mine and other else None


def _name_invented(line: str, source: Source, _sentence: Sentence) -> str | None:
    mine = next((n for n in _names(source) if n in line), None)
    return line.replace(mine, "Quentin Ashgrove", 1) if mine else None


def _roles(line: str, source: Source, _sentence: Sentence) -> str | None:
    """Two names of the line change places."""
    found = sorted((line.find(n), n) for n in {*_names(source), *_capitals(line)} if n in line)
    free = [(at, n) for at, n in found if not any(n != m and n in m and m in line for _, m in found)]
    if len(free) < 2:
        return None
    (a, one), (b, two) = free[:2]
    if a + len(one) > b or re.fullmatch(r"\W*(?:and|or)?\W*", line[a + len(one) : b]):
        return None
    return line[:a] + two + line[a + len(one) : b] + one + line[b + len(two) :]


def _capitals(line: str) -> list[str]:
    skip = {*DAYS, *MONTHS, "May", *(w.capitalize() for nation in NATIONS for w in nation.split()[1:])}
    return [m for m in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b(?! [A-Z])", line) if m not in skip]


def _claimant_dropped(line: str, source: Source, sentence: Sentence) -> str | None:
    for claim in source.facts.claims:
        if sentence.span.holds(claim.span) and claim.span.end - claim.span.start > 20:
            words = re.sub(r"^that ", "", claim.span.of(source.text)).strip(" ,.")
            return words[0].upper() + words[1:] + "."
    return None


def _claimant_changed(line: str, source: Source, sentence: Sentence) -> str | None:
    for claim in source.facts.claims:
        if sentence.span.holds(claim.span) and claim.mention and sentence.span.holds(claim.mention):
            who = claim.mention.of(source.text)
            other = next((n for n in _names(source) if n.split()[-1] not in line), None)
            return line.replace(who, other, 1) if other else None
    return None


def _modal_dropped(line: str, _source: Source, _sentence: Sentence) -> str | None:
    m = re.search(r"\b(?:could|may|might|would|should)\s(?:still\s|probably\s)?(\w+)", line)
    if m is None:
        return None
    verb = {"be": "is", "have": "has", "go": "goes", "not": "does not"}.get(m[1], f"{m[1]}s")
    return line[: m.start()] + verb + line[m.end() :]


def _quote_altered(line: str, source: Source, sentence: Sentence) -> str | None:
    for quote in source.facts.quotes:
        if sentence.span.holds(quote.span):
            said = quote.span.of(source.text)
            parts = said.split()
            if len(parts) > 3:
                return line.replace(said, " ".join([*parts[:2], "surely", *parts[3:]]), 1)
    return None


def _quote_given_away(line: str, source: Source, sentence: Sentence) -> str | None:
    for quote in source.facts.quotes:
        if sentence.span.holds(quote.span) and quote.speaker:
            last = quote.speaker.name.split()[-1]
            other = next((n for n in _names(source) if n.split()[-1] != last and n not in line), None)
            said = quote.span.of(source.text).rstrip(", .")
            return f"“{said},” said {other}." if other else None
    return None


def _quoted_narration(line: str, source: Source, sentence: Sentence) -> str | None:
    if '"' in line or "“" in line + sentence.span.of(source.text):
        return None
    parts = line.rstrip(".").split()
    return " ".join([*parts[:-4], "“" + " ".join(parts[-4:]) + "”."]) if len(parts) > 7 else None


def _added(words: str) -> Alter:
    def alter(line: str, _source: Source, _sentence: Sentence) -> str | None:
        return line.rstrip(".") + words if line.endswith(".") else None

    return alter


def _cause_of_article(line: str, source: Source, sentence: Sentence) -> str | None:
    """A cause made of the next sentence's own words, with both sentences as evidence."""
    following = _following(source, sentence)
    if following is None or not line.endswith("."):
        return None
    clause = following[0].lower() + following[1:] if following.split()[0] in ("The", "A", "It", "Some") else following
    return f"{line[:-1]} because {clause}"


def _cause_turned(line: str, _source: Source, _sentence: Sentence) -> str | None:
    m = re.match(r"(.+?) (after|because) (.+)\.$", line)
    if m is None or '"' in line or "“" in line:
        return None
    return f"{m[3][0].upper()}{m[3][1:]} {m[2]} {m[1][0].lower() if m[1].startswith(('The ', 'A ')) else m[1][0]}{m[1][1:]}."


def _following(source: Source, sentence: Sentence) -> str | None:
    sentences = list(source.facts.sentences)
    at = sentences.index(sentence) + 1
    words = sentences[at].span.of(source.text) if at < len(sentences) else ""
    return " ".join(words.split()) if words.endswith(".") else None


def _clause_dropped(line: str, _source: Source, _sentence: Sentence) -> str | None:
    """What somebody is, between commas, left out."""
    new = re.sub(r", (?:who|which) [^,“”]+,(?= [a-z])", "", line, count=1)
    return new if new != line else None


def _fused(line: str, source: Source, sentence: Sentence) -> str | None:
    """Two sentences made one; both are evidence."""
    following = _following(source, sentence)
    if following is None or not line.endswith(".") or "“" in line + following or '"' in line + following:
        return None
    first = following.split()[0]
    return f"{line[:-1]}, and {first.lower() if first in _SMALL else first}{following[len(first) :]}"


_SMALL = ("The", "A", "An", "It", "Some", "He", "She", "They", "Another", "Two", "One", "Police", "Analysts")


def _separator(line: str, _source: Source, _sentence: Sentence) -> str | None:
    """ "3.2" as "32", "20,000" as "20.000" or "2,0000"."""
    if m := re.search(r"(?<=\d)\.(?=\d)", line):
        return line[: m.start()] + line[m.end() :]
    m = re.search(r"(\d),(\d)(?=\d\d)", line)
    return f"{line[: m.start()]}{m[1]}{m[2]},{line[m.end() :]}" if m else None


def _other_digits(line: str, source: Source, sentence: Sentence) -> str | None:
    """Another number, in wide digits."""
    changed = _number(line, source, sentence)
    return changed.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if changed else None


_COUNTED = re.compile(r"\b(\d[\d,.]*\d|\d) ((?!and |to |of |in )[a-z]{4,})")
_SMALL_NUMBERS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()


def _units_exchanged(line: str, _source: Source, _sentence: Sentence) -> str | None:
    """ "64 jobs and 3,500 shops"."""
    found = list(_COUNTED.finditer(line))[:2]
    if len(found) < 2 or found[0][2] == found[1][2]:
        return None
    one, two = found
    return f"{line[: one.start(2)]}{two[2]}{line[one.end(2) : two.start(2)]}{one[2]}{line[two.end(2) :]}"


def _numbers_exchanged(line: str, _source: Source, _sentence: Sentence) -> str | None:
    found = list(re.finditer(r"(?<![\d.,-])(?:\d[\d.,]*\d|\d)(?![\d-])", line))[:2]
    if len(found) < 2 or found[0].group() == found[1].group() or any(month in line for month in MONTHS):
        return None
    one, two = found
    return f"{line[: one.start()]}{two.group()}{line[one.end() : two.start()]}{one.group()}{line[two.end() :]}"


def _digits_as_other_words(line: str, _source: Source, _sentence: Sentence) -> str | None:
    """ "12 people" as "thirteen people"."""
    m = re.search(r"(?<![\d.,€$£-])\b(\d{1,2})\b(?![\d.,%-]|\w)(?= [a-z])", line)
    if m is None or not 1 < int(m[1]) < 16:
        return None
    return line[: m.start()] + _SMALL_NUMBERS[int(m[1]) - 1] + line[m.end() :]


def _quotes_merged(_line: str, source: Source, sentence: Sentence) -> str | None:
    """The beginning of one quotation and the end of the next, as one."""
    quotes = [q for q in source.facts.quotes if len(q.span.of(source.text).split()) > 5]
    for one, two in pairwise(quotes):
        if sentence.span.holds(one.span) and one.speaker:
            first, second = (q.span.of(source.text).strip(" ,.").split() for q in (one, two))
            return f"“{' '.join(first[:4])} {' '.join(second[-4:])},” said {one.speaker.name}."
    return None


def _quote_shortened(line: str, source: Source, sentence: Sentence) -> str | None:
    """A word taken out of the middle of a quotation."""
    for quote in source.facts.quotes:
        said = quote.span.of(source.text)
        parts = said.split()
        if sentence.span.holds(quote.span) and said in line and len(parts) > 4:
            return line.replace(said, " ".join([*parts[:2], *parts[3:]]), 1)
    return None


def _told_to_be_silent(_line: str, _source: Source, _sentence: Sentence) -> str | None:
    """Nothing told, with true evidence."""
    return "The article does not say anything about this."


def _empty(_line: str, _source: Source, _sentence: Sentence) -> str | None:
    return "…"


_NEGATED = r"\b(was|were|is|are|has|have|had|will|could|may|might|can|would)\b(?! not| no)"

HOSTILE: dict[str, Alter] = {
    "number changed": _number,
    "digit stolen": _digit_stolen,
    "number of another fact": _moved_number,
    "numbers exchanged": _numbers_exchanged,
    "separator moved": _separator,
    "number in wide digits": _other_digits,
    "digits as other words": _digits_as_other_words,
    "units exchanged": _units_exchanged,
    "number in words changed": _swap("two/five,three/nine,seven/eleven,twice/six times,four/eight,half/quarter,third/fifth"),
    "unit changed": _swap(
        "million/billion,metres/kilometres,minutes/hours,days/weeks,years/months,%/ percentage points,"
        "€/$,£/¥,houses/hotels,crowns/dollars,kroner/euros,percent/points"),
    "name of another": _name_of_another,
    "name invented": _name_invented,
    "roles swapped": _roles,
    "day changed": _next_of(DAYS),
    "month changed": _next_of(MONTHS),
    "negation added": _sub(_NEGATED, r"\1 not"),
    "never added": _sub(r"\b(said|told|raised|fell|rose|killed|arrested|scored|won|voted|approved|visited|met|hit)\b", r"never \1"),
    "negation removed": _sub(r"\b(?:did not|not|never|no)\s|n[’']t\b", ""),
    "denial removed": _sub(r"\b(?:denied that|deny that|refused to|failed to|rejected|refuses to)\s", ""),
    "direction": _swap(
        "rose/fell,increased/decreased,raised/lowered,gained/lost,grew/shrank,higher/lower,doubled/halved,dropped/climbed,"
        "highest/lowest,increase/decrease"),
    "opposite": _swap(
        "approved/rejected,praised/criticised,supported/opposed,arrived/left,survived/died,freed/jailed,innocent/guilty,"
        "closed/open,began/ended,bans/allows,buy/sell,slow/fast,stronger/weaker,safe/dangerous,wrong/right,first/last,"
        "accused/cleared,passed/failed,early/late,older/younger,opened/shut,public/private,restore/cut,former/future"),
    "man for woman": _swap(
        "mother/father,brother/sister,woman/man,He/She,his/her,sons/daughters,wife/husband,women/men"),
    "before for after": _swap("before/after,until/since"),
    "cause and effect turned": _cause_turned,
    "comparison reversed": _swap("more/less,More/Fewer,most/least,at least/at most,At least/At most,fewer/more,Nearly/More than"),
    "share changed": _swap("Some/All,some/all,Most/All,most/all,many/few,Many/Few,half/all"),
    "modal dropped": _modal_dropped,
    "hedge dropped": _sub(
        r"\b(?:allegedly|reportedly|apparently|supposedly|probably|likely to|suspected of|on suspicion of|believe that|believed to be)\s", ""),
    "plan told as done": _sub(r"\b(?:plans|intends|wants|hopes|is expected|are expected|are likely|is likely) to (\w+)", r"has \1ed"),
    "claimant dropped": _claimant_dropped,
    "claimant changed": _claimant_changed,
    "said for denied": _swap("said/denied,claimed/proved,warned/promised,says/denies"),
    "quote altered": _quote_altered,
    "quote given to another": _quote_given_away,
    "quote shortened": _quote_shortened,
    "quotes merged": _quotes_merged,
    "narration quoted": _quoted_narration,
    "cause invented": _added(", because the owners had ignored every warning."),
    "cause invented, short": _added(" after a strike."),
    "cause of the article's words": _cause_of_article,
    "place invented": _added(" in Ravensholm."),
    "detail invented": _added(", using stolen money."),
    "judgement invented": _added(", a shameful failure."),
    "time invented": _added(" in the spring of 1987."),
    "superlative invented": _added(", the worst in living memory."),
    "source invented": _added(", according to a leaked report."),
    "silent": _told_to_be_silent,
    "empty": _empty,
    "link": _added(" https://evil.example/login."),
    "ping": _added(" @everyone."),
}  # fmt: skip

HONEST: dict[str, Alter] = {
    "unaltered": lambda line, _source, _sentence: line,
    "said moved to the front": lambda line, _source, _sentence: (
        re.sub(r"^([^“”]+), (the [\w ’]+?|[A-Z][\w’]+(?: [A-Z][\w’]+)*) said\.$", r"According to \2, \1.", line)
        if re.match(r"[^“”]+, (?:the [\w ’]+?|[A-Z][\w’]+(?: [A-Z][\w’]+)*) said\.$", line) else None),
    "straight marks": lambda line, _source, _sentence: (
        new if (new := line.translate(str.maketrans("“”’", "\"\"'"))) != line else None),
    "says for said": _sub(r"\bsaid\b", "says"),
    "day left out": _sub(rf"\son (?:{'|'.join(DAYS)})(?: (?:night|evening|morning))?(?=[.,])", ""),
    "clause left out": _clause_dropped,
    "two sentences in one": _fused,
    "synonym": _swap(
        "approved/passed,collided/crashed,lawmakers/legislators,injured/hurt,arrested/detained,"
        "criticised/condemned,nearly/almost,Nearly/Almost,houses/homes,buy/purchase,shops/stores,started/began,"
        "climbed/rose,dropped/fell,praised/lauded,intends/plans"),
}  # fmt: skip

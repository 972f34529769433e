"""A question as it is told of: "why did the mill close?" asks why the mill closed."""

from __future__ import annotations

import re

from bot.news.asking.topics import AUX, OPENS, copular, past_of, subject_and_verb, third

_LONGEST = 100  # characters
_PRONOUN = r"(?:he|she|it|they|there|somebody|someone|anybody|anyone|people|any [a-z]+s)"
_SIMPLE = re.compile(rf"^(?P<wh>.*?)(?<![\w’'-])(?P<aux>{AUX}) (?P<who>{_PRONOUN}) (?P<rest>[a-z].*)$", re.IGNORECASE)
_DO = ("do", "does", "did")
_BE = ("is", "are", "was", "were")
_OPENER = re.compile(r"^\W*(?:(?:and|but|so|ok|well)\b[ ,]*)+", re.IGNORECASE)
_PHRASE = re.compile(r"\b(?:that|when|because|if|who|which|and|or|but|so)\b|[,;:?“”\"]", re.IGNORECASE)
_MANY = re.compile(r"(?:they|people|any [a-z]+s)\Z", re.IGNORECASE)
_BY_WORDS = 5  # a longer subject is none that can be told from its verb


def indirect(question: str) -> str:
    """The clause, or "" where its subject and its verb cannot be told apart for sure."""
    body = _OPENER.sub("", " ".join(question.split())).rstrip(" ?!.")
    if not body or len(body) > _LONGEST or _PHRASE.search(body, body.find(" ")):
        return ""
    if simple := _SIMPLE.match(body):
        told = _told(simple["who"], simple["aux"].lower(), *_verb_and_rest(simple["rest"]))
        return _joined(simple["wh"], told)
    opened = OPENS.match(body)
    if opened is None:
        return ""
    wh, aux, rest = opened["wh"].strip(), opened["aux"].lower(), body[opened.end() :]
    if wh and copular(body, opened):
        return _joined(wh, f"{rest} {aux}")
    subject, verb, end = subject_and_verb(rest)
    if not subject or not verb or len(subject.split()) > _BY_WORDS or (aux in _BE and not wh):
        return ""
    if rest[end:].lstrip()[:1].isupper():
        return ""  # "the Norlandian envoy say": where the name ends the verb does not begin
    return _joined(wh, _told(subject, aux, verb, rest[end:].strip()))


def _verb_and_rest(words: str) -> tuple[str, str]:
    verb, _, rest = words.partition(" ")
    return verb.lower(), rest


def _told(subject: str, aux: str, verb: str, rest: str) -> str:
    if aux not in _DO:
        deed = f"{aux} {verb}"
    elif aux == "did":
        deed = past_of(verb)
    else:
        deed = third(verb) if aux == "does" and not _MANY.match(subject) else verb
    return f"{subject} {deed} {rest}".rstrip()


def _joined(wh: str, told: str) -> str:
    wh = wh.strip() or "whether"
    return f"{wh[:1].lower()}{wh[1:]} {told}"

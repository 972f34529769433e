"""General verbs of what happens once: a line with one of them tells it, whatever else its words share with another."""

from __future__ import annotations

from bot.news.asking.stems import stem

DEEDS = frozenset(
    stem(word)
    for word in """accuse acquit admit approve arrest attack ban burst cancel capture charge close collapse confess
    confirm convict crash declare delay deny destroy die dismiss elect evacuate explode extradite find
    fire flee free halt hang identify impeach indict injure jail kill land launch leave lose marry merge
    nominate open overturn pardon pass postpone quit raid ratify recall recover reject release reopen
    rescue resign resume retire reverse sack seize sentence settle shoot shut sign sink stop strike sue
    surrender survive suspend veto vote win withdraw wound""".split()
)
TOLLS = frozenset(map(stem, "killed died injured wounded hurt missing shot arrested rescued evacuated".split()))
"""What befalls people: one of these stands for another only where both are of this list."""

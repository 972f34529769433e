"""Questions over a few short articles of one story: what they say is found, what they do not say is refused."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest

from bot.news.asking.conversation import in_thread
from bot.news.asking.drafts import draft_reply
from bot.news.asking.passages import PassageIndex
from bot.news.types import RevisionId, Source
from tests.make import a_source

NOON = datetime(2031, 3, 4, 12, tzinfo=UTC)

# Of each story its articles, each with its title.
STORIES: dict[str, tuple[tuple[str, str], ...]] = {
    "ferry": (
        (
            "Ferry hits sandbank off Port Ellery",
            "A ferry carrying 212 people ran aground off Port Ellery on Tuesday evening, injuring 14 passengers. "
            "Nobody was killed, the coastguard said.\n\n"
            "The ship, the Northern Lark, had left Velmora at 6 pm. It struck a sandbank in thick fog.\n\n"
            "“We heard a terrible grinding noise and the lights went out,” said Amara Lindqvist, a teacher.",
        ),
        (
            "14 hurt as ferry runs aground in fog",
            "Fourteen people were hurt when the Northern Lark ran onto a sandbank near Port Ellery in fog.\n\n"
            "Three helicopters took the injured to Saint Brannoc hospital. The rescue lasted five hours.\n\n"
            "The harbour was closed on Wednesday because divers were searching for leaking fuel. The owner, Lark "
            "Lines, said repairs would cost $3.5 million.",
        ),
    ),
    "dam": (
        (
            "Dam bursts above Oskarby, two missing",
            "A dam burst above the town of Oskarby early on Monday, sending water through its streets.\n\n"
            "Two people are missing and 340 homes were flooded, the mayor, Signe Halloran, said. Soldiers moved 60 "
            "families to a school.\n\n"
            "The dam was built in 1964. It holds the drinking water of the whole valley.",
        ),
        (
            "Cracks were known before Oskarby dam burst",
            "The Oskarby dam gave way on Monday because a gate had jammed after a week of heavy rain, its operator "
            "Tarn Power said.\n\n"
            "Inspectors had found cracks in the wall in October. Tarn Power was fined 80,000 crowns at the time.\n\n"
            "“We asked for repairs three times,” said Jonas Weil, who heads the inspectors.",
        ),
        (
            "Valley without drinking water after dam bursts",
            "Some 9,000 people in the Oskarby valley have no drinking water after Monday's dam burst. Tanker lorries "
            "will bring water until Sunday, the county said.\n\n"
            "The damage is put at 45 million crowns. Nearly a third of the shops in Oskarby remain closed.",
        ),
    ),
    "bakery": (
        (
            "Bakers of Lindmoor walk out over night shifts",
            "About 1,200 workers at Lindmoor's largest bakery, Halden Bread, went on strike on Thursday over night "
            "shifts. Their union, Crust and Crumb, wants 12 percent more pay.\n\n"
            "The company offers 4 percent. Its head, Petra Osei, called the strike “a blow to every breakfast table”.",
        ),
        (
            "No rolls in Lindmoor as bakery strike goes into second day",
            "Shops in Lindmoor ran out of bread on Friday, the second day of the strike at Halden Bread. Talks are to "
            "resume on Monday at the town hall.\n\n"
            "The mediator is Ruth Amsel, a retired judge. Hospitals are still being supplied by a bakery in "
            "Tarnwick.\n\n"
            "Union leader Milo Brandt said the strike would go on “until the night shift is paid as night work”.",
        ),
    ),
    "bridge": (
        (
            "Sorrel to get a new bridge",
            "The council of Sorrel voted by 9 to 4 on Wednesday to build a new bridge over the river Aske. It is to "
            "open in 2034 and will be 310 metres long.\n\n"
            "The bridge will cost 27 million pounds, of which the state pays half. It replaces the old iron bridge, "
            "which was closed to lorries in 2028.",
        ),
        (
            "Councillors back Aske bridge despite protests",
            "Sorrel's council approved the Aske bridge against the protest of boat owners, who fear for their "
            "moorings. Some 40 boats must move.\n\n"
            "The design is by the architect Ines Halvorsen. Councillor Dorin Pike voted against it because, he said, "
            "the town cannot afford it.",
        ),
        (
            "Bridge over the Aske: builder named",
            "The builder Norstrand will put up the bridge over the Aske at Sorrel, the town said on Friday. Four firms "
            "had bid. Work begins in April.",
        ),
    ),
    "museum": (
        (
            "Thieves take gold cup from Velmora museum",
            "Thieves stole a gold cup from the City Museum in Velmora on Sunday night, police said. They came "
            "through a skylight and left within four minutes.\n\n"
            "The cup is some 2,300 years old and was found in a field near Aldby in 1911. It is insured for 6 million "
            "euros.",
        ),
        (
            "Museum theft: alarm had been switched off",
            "The alarm of Velmora's City Museum was switched off when thieves took a gold cup there, its director, "
            "Casimir Thorne, admitted on Tuesday. Workers had turned it off because of dust from building work.\n\n"
            "Police are looking for two men and a grey van. A guard was locked in a cupboard but was not hurt.",
        ),
        (
            "Reward offered for stolen cup",
            "The city of Velmora offers a reward of 50,000 euros for the gold cup that was stolen from its museum. The "
            "museum will stay shut until Thursday.\n\n"
            "Detective Lena Marsh said: “Nobody can sell this cup. Everybody knows it.”",
        ),
    ),
    "runner": (
        (
            "Okoro wins Halden marathon in record time",
            "Adaeze Okoro won the Halden marathon on Sunday in 2 hours, 19 minutes and 4 seconds, a course record. Mira "
            "Sandoval came second.\n\n"
            "Okoro, 27, a nurse from Tarnwick, ran her first marathon only last year. About 18,000 runners took part.",
        ),
        (
            "Nurse is fastest in Halden",
            "The nurse Adaeze Okoro beat the favourite, Mira Sandoval, by 40 seconds in Halden. She gets 30,000 crowns "
            "and a place in the national team.\n\n"
            "“I thought of my night shift and kept going,” Okoro said. It was 9 degrees at the start. The men's race "
            "was won by Tomas Rell of Norvia.",
        ),
    ),
    "swap": (
        (
            "Prisoners go home across the Aske",
            "Norvia and Tarsia exchanged prisoners on Friday, each sending 90 soldiers over the bridge. It was their "
            "third exchange since spring.\n\nThe priest Odo Lamm arranged it.",
        ),
        (
            "Exchange at the Aske: buses arrive",
            "Buses with freed Norvian soldiers reached Halden in the evening. Their families waited in the rain.",
        ),
    ),
    "vote": (
        (
            "Norvia elects Branko Selm president",
            "Branko Selm was elected president of Norvia on Sunday with 53 percent of the vote. His rival, Livia "
            "Thorne of the Green Union, conceded before midnight.\n\n"
            "Turnout was 71 percent. Selm, a former finance minister, takes office on 1 May.",
        ),
        (
            "Selm promises lower rents after win",
            "Norvia's next president, Branko Selm, said he would cut rents and build 20,000 flats a year. He leads the "
            "Harbour Party.\n\n"
            "Thorne congratulated him by telephone. She lost because voters in the north stayed at home, her adviser "
            "Piet Lund said.",
        ),
        (
            "Neighbours greet Norvia's new leader",
            "The leaders of Estmark and Tarsia congratulated Branko Selm on his election as president of Norvia. His "
            "first journey abroad will take him to Estmark.\n\n"
            "Observers called the vote fair. They had watched at 900 polling stations.",
        ),
    ),
}

ANSWERED = (
    ("ferry", "How many people were injured?", "14|Fourteen"),
    ("ferry", "Was anyone killed?", "Nobody was killed"),
    ("ferry", "Where were the injured taken?", "Saint Brannoc"),
    ("ferry", "Why was the harbour closed?", "because divers"),
    ("ferry", "How much will the repairs cost?", "$3.5 million"),
    ("ferry", "How long did the rescue last?", "five hours"),
    ("ferry", "When did the ferry run aground?", "Tuesday"),
    ("ferry", "What did Amara Lindqvist say?", "grinding noise"),
    ("dam", "Why did the dam burst?", "because a gate had jammed"),
    ("dam", "How many people are missing?", "Two people are missing"),
    ("dam", "How many homes were flooded?", "340 homes"),
    ("dam", "Who is the mayor of Oskarby?", "Signe Halloran"),
    ("dam", "When was the dam built?", "1964"),
    ("dam", "Who operates the dam?", "Tarn Power"),
    ("dam", "How much was Tarn Power fined?", "80,000 crowns"),
    ("dam", "Until when will lorries bring water?", "until Sunday"),
    ("dam", "How many people have no drinking water?", "9,000"),
    ("dam", "What did Jonas Weil say?", "repairs three times"),
    ("dam", "How big is the damage?", "45 million"),
    ("bakery", "How many workers are on strike?", "1,200"),
    ("bakery", "What does the union want?", "12 percent"),
    ("bakery", "How much does the company offer?", "4 percent"),
    ("bakery", "Who is the mediator?", "Ruth Amsel"),
    ("bakery", "When do the talks resume?", "Monday"),
    ("bakery", "What did Petra Osei say?", "blow to every breakfast"),
    ("bakery", "Why are the bakers on strike?", "night shifts"),
    ("bridge", "When will the bridge open?", "2034"),
    ("bridge", "How much will the bridge cost?", "27 million"),
    ("bridge", "Who designed the bridge?", "Ines Halvorsen"),
    ("bridge", "Which company will build the bridge?", "Norstrand"),
    ("bridge", "How many boats must move?", "40 boats"),
    ("bridge", "Why did Dorin Pike vote against it?", "cannot afford"),
    ("bridge", "When does work begin?", "April"),
    ("bridge", "How did the council vote?", "9 to 4"),
    ("museum", "What was stolen from the museum?", "gold cup"),
    ("museum", "How old is the cup?", "2,300"),
    ("museum", "Where was the cup found?", "Aldby"),
    ("museum", "How big is the reward?", "50,000 euros"),
    ("museum", "Who is the director of the museum?", "Casimir Thorne"),
    ("museum", "How long will the museum stay shut?", "until Thursday"),
    ("museum", "Was the guard hurt?", "not hurt"),
    ("museum", "Who are police looking for?", "two men"),
    ("runner", "Who won the marathon?", "Okoro"),
    ("runner", "Who came second?", "Mira Sandoval"),
    ("runner", "How old is Okoro?", "27"),
    ("runner", "How many runners took part?", "18,000"),
    ("runner", "Where is Okoro from?", "Tarnwick"),
    ("runner", "Who won the men's race?", "Tomas Rell"),
    ("swap", "How many prisoners did each side send?", "90 soldiers"),
    ("vote", "Who was elected president?", "Branko Selm"),
    ("vote", "How high was the turnout?", "71 percent"),
    ("vote", "When does Selm take office?", "1 May"),
    ("vote", "How many flats does he want to build?", "20,000"),
    ("vote", "Why did Thorne lose?", "because voters"),
)

REFUSED = (
    ("swap", "How many buses were used?"),
    ("swap", "How many children were exchanged?"),
    ("ferry", "How many crew members were injured?"),
    ("ferry", "How many children were on board?"),
    ("ferry", "How many soldiers were sent?"),
    ("ferry", "Who was the captain of the ferry?"),
    ("ferry", "When was the ferry built?"),
    ("ferry", "When will the harbour reopen?"),
    ("ferry", "How much does a ticket cost?"),
    ("ferry", "What did the transport minister say?"),
    ("ferry", "How many lifeboats were launched?"),
    ("dam", "How many soldiers were sent?"),
    ("dam", "How many people died?"),
    ("dam", "What did the prime minister say?"),
    ("dam", "How high was the dam?"),
    ("dam", "Who built the dam?"),
    ("dam", "When will the dam be rebuilt?"),
    ("dam", "How many bridges were destroyed?"),
    ("dam", "How much will the county pay to the families?"),
    ("bakery", "How many bakeries are on strike?"),
    ("bakery", "How much does a loaf cost?"),
    ("bakery", "When was Halden Bread founded?"),
    ("bakery", "Who is the mayor of Lindmoor?"),
    ("bakery", "How many loaves does the bakery bake a day?"),
    ("bakery", "How old is Petra Osei?"),
    ("bakery", "What did Ruth Amsel say?"),
    ("bakery", "How much money did the company lose?"),
    ("bridge", "How wide will the bridge be?"),
    ("bridge", "Who is the mayor of Sorrel?"),
    ("bridge", "How many cars cross the bridge a day?"),
    ("bridge", "How many jobs will be created?"),
    ("bridge", "What did Ines Halvorsen say?"),
    ("bridge", "How many trees must be felled?"),
    ("bridge", "Who will pay for the moorings?"),
    ("bridge", "How deep is the river?"),
    ("museum", "How many visitors does the museum have?"),
    ("museum", "How many thieves were arrested?"),
    ("museum", "How heavy is the cup?"),
    ("museum", "What is the name of the guard?"),
    ("museum", "How many paintings were stolen?"),
    ("museum", "When was the museum built?"),
    ("museum", "What did the mayor say?"),
    ("museum", "Who found the cup?"),
    ("runner", "Who came third?"),
    ("runner", "How old is Sandoval?"),
    ("runner", "How many runners were injured?"),
    ("runner", "Who trains Okoro?"),
    ("runner", "How many spectators were there?"),
    ("runner", "What did Sandoval say?"),
    ("runner", "When is the next marathon?"),
    ("vote", "How old is Selm?"),
    ("vote", "How many seats did the Green Union win?"),
    ("vote", "Who will be finance minister?"),
    ("vote", "How many votes were invalid?"),
    ("vote", "What did the president of Estmark say?"),
    ("vote", "How many people protested?"),
    ("vote", "Who is Selm's wife?"),
    ("vote", "How much will the flats cost?"),
    ("vote", "Where was Selm born?"),
)


@lru_cache
def sources_of(story: str, dated: bool) -> dict[RevisionId, Source]:
    out = {}
    for number, (title, text) in enumerate(STORIES[story]):
        source = a_source(text, f"{story}{number}", title)
        day = NOON + timedelta(hours=9 * number) if dated else None
        out[source.article.revision.id] = dataclasses.replace(
            source, article=dataclasses.replace(source.article, published=day)
        )
    return out


def reply(story: str, question: str, dated: bool) -> str:
    sources = sources_of(story, dated)
    passages = PassageIndex(s.article for s in sources.values()).best(question)
    return " ".join(line.text for line in draft_reply(in_thread(question), passages, sources).lines)


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(("story", "question", "holds"), ANSWERED)
def test_what_the_articles_say_is_found(story: str, question: str, holds: str, dated: bool) -> None:
    said = reply(story, question, dated)
    assert any(words in said for words in holds.split("|")), said or "refused"


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize(("story", "question"), REFUSED)
def test_what_the_articles_do_not_say_is_refused(story: str, question: str, dated: bool) -> None:
    assert reply(story, question, dated) == ""

"""News articles that nobody published: invented places, people and events, in the forms that news takes."""

from __future__ import annotations

ARTICLES = (
    """The river Tave rose 3.2 metres in one night and flooded 140 houses in Ostermill, the fire service said on Tuesday.
Some 1,200 people were taken to schools, and 35 cattle drowned. The bridge at Lower Ostermill collapsed after a barge
hit its middle pier. Mara Lindqvist, who runs the water board, denied that the weir had been opened. “The gauge was
right all along,” Lindqvist said. The insurers’ association claimed that the damage had doubled to €49.79 million.
Mayor Anton Brask refused to resign. Brask could face a vote of no confidence in March. More than 300 volunteers
filled 20,000 sandbags before the second wave arrived. The army allegedly sent its boats to the wrong village.
“We asked for help at noon and nobody came,” said Jonas Pell, a farmer. Most schools will reopen on Monday.""",
    """The central bank of Norland raised its main rate from 4.25% to 4.5% on Thursday, the highest level since 2008.
Inflation fell to 6.1% in June from 7.3% in May. Governor Ilse Marant said that prices might rise again in autumn.
“We will not declare victory too early,” Marant told reporters. Finance minister Piet Holgar criticised the decision.
The krone gained 1.2% against the euro. Shares of Delbank dropped 9% after the lender reported a loss of $310 million.
Analysts at Corvin Partners expected a profit of $120 million. Unemployment is lower than it was before the pandemic.
Holgar plans to cut the fuel tax in September. At least 14,000 jobs may be lost in the building trade, the union
Byggfolk warned. Exports to Germany increased while imports from China decreased.""",
    """A fire killed 12 people, including three children, at a hostel in the port city of Karsa on Saturday night.
Another 27 people were injured, two of them critically, the health ministry said. Firefighters arrived 40 minutes
after the first call because the access road was blocked. Police arrested the owner, Tomas Rell, 58, on suspicion of
manslaughter. Rell’s lawyer, Edda Novak, said her client was innocent. “He begged the city to clear that road,” Novak
said. Survivors claimed that the emergency exits were locked. Prosecutor Lena Aust did not rule out further arrests.
The hostel passed a safety check in April 2021. Fewer than half of its rooms had smoke alarms. President Oskar Tamm
declared three days of mourning and promised tougher rules.""",
    """Striker Nadia Velez scored twice as Portana beat Aldersey 3-1 in the cup final on Sunday. Velez, 23, was named player
of the match. Aldersey took the lead in the 12th minute through Carla Munt. Coach Rosa Imber praised her defenders.
“They ran until they could not run any more,” Imber said. It was the first title for Portana in 31 years. Aldersey
captain Jo Harte left the pitch injured before half-time. More than 48,000 people watched the match at Kings Park.
Harte will probably miss the start of the season. Aldersey’s owners deny that the club is for sale. Portana won the
league in 1992 but lost the cup final. The referee rejected two appeals for a penalty.""",
    """Scientists at Lund Institute have found that a common soil fungus can break down a widely used plastic. The study,
published in May, tested 14 strains over 90 days. One strain reduced the weight of the plastic by 27%. “It is slow,
but it works at room temperature,” said Dr Hanne Voss, who led the research. Voss warned that the method might not
work outside the laboratory. The team received €2.4 million from the Baltic Fund. Critics say the test used plastic
that had been treated with heat. Engineer Raf Dussen called the results “a modest step”. The institute opposed an
early trial at a landfill. Older strains were less effective than younger ones. The work reportedly drew interest from
two chemical companies. Voss’s team intends to start a field trial in 2026.""",
    """The parliament of Estavia approved a law on Wednesday that bans mobile phones in primary schools. Lawmakers voted 71 to
38 in favour of the bill. Education minister Karl Oyen said the ban would help pupils to concentrate. “No child learns
better with a phone in the hand,” Oyen said. The teachers’ union supported the law. Opposition leader Mina Sardo
accused the government of ignoring parents. Sardo had visited 30 schools before the debate. The law takes effect on 1
September 2025. Some schools in the capital already lock phones away. Private schools are not affected. The ministry
will spend 5 million crowns on lockers. A court could still overturn the ban.""",
    """Two trains collided near the town of Brisk on Monday, and 46 passengers were hurt, the railway said. The express from
Varden hit a goods train that was standing on the main line. Investigators believe that a signal failed. Driver Emil
Sorg survived with a broken arm. “I saw the red lights too late,” Sorg told the station Radio Varden. Service between
Varden and Brisk was suspended until Thursday. Transport minister Gudrun Falk visited the site and met Sorg in
hospital. Falk rejected calls for her resignation. The line carried 9,000 passengers a day last year. The union of
drivers, which had warned of the faulty signals in 2022, called a strike. All seven coaches of the express derailed.""",
    """Retailer Hobart & Vane will close 64 of its 210 shops and cut 3,500 jobs by the end of the year. Chief executive Simon
Achebe announced the plan after sales fell 11% in the second quarter. “We waited too long to change,” Achebe told
investors. The company’s debt rose to £1.9 billion. Rival Marlowe wants to buy 20 of the shops. Shop workers
protested outside the head office in Leeds on Friday. The union said the firm had refused to meet its members. Online
sales grew by a third. Achebe, who joined the company in 2019, will not receive a bonus. Analysts doubt that the cuts
will be enough. The closures are likely to begin in August. Marlowe’s shares rose 4 percent.""",
    """Police in the city of Maro freed nine hostages on Friday after a siege that lasted 16 hours. The gunman, a former
soldier, surrendered before dawn. Commander Ana Ruiz said that no shots were fired. “Patience won tonight,” Ruiz said.
The man had demanded the release of his brother from prison. Two of the hostages were treated for shock. Mayor Luis
Ferrer thanked the negotiators. The suspect’s mother accused the police of lying. The bank opposed a raid. A court
will hear the case on 3 November. Prosecutors may charge the man with kidnapping. He reportedly owned four rifles.
The siege began when a guard refused to open the vault. Hostage Pilar Anaya told El Faro that the man apologised.""",
    """Storm Ingrid cut power to 85,000 homes on the west coast, and gusts reached 164 km/h at Cape Noll. Ferries between
Noll and Sandvik were cancelled. A woman, 71, died when a tree fell on her car in Hesse Bay. The weather service
lowered its warning from red to orange on Thursday evening. “The worst is over, but do not drive tonight,” said
forecaster Ole Strand. The utility Nordkraft hopes to restore power by Saturday. Nearly 400 people spent the night in
shelters. Strand said the storm was weaker than the one of 2013. Fishermen had moved their boats inland before the
storm arrived. Insurance companies estimate the damage at 600 million kroner. Schools in three districts stay closed.""",
)

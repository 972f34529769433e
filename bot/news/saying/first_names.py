"""Common given names of many countries: whether two capitalised words are a person, and he or she.

A general list; nothing depends on a single name being in it.
"""

from __future__ import annotations

MALE_NAMES = frozenset(
    """
    aaron abdul abdullah abraham adam adrian ahmad ahmed akira alan albert alberto alejandro aleksandr alessandro
    alex alexander alexei alfred ali allan allen amir anders andre andreas andrei andrew andriy andy angus anthony
    anton antonio antti anwar arjun arnold arthur arturo ashok austin axel barry ben benjamin bernard bernie bill
    billy bjorn bob bobby boris brad bradley brandon brendan brent brett brian bruce bruno bryan byron calvin
    cameron carl carlos cesar chad charles charlie chen chris christian christoph christopher chuck clark
    clive cody colin connor craig curtis dale damian damien dan daniel danny darren dave david dean dennis derek
    diego dieter dirk dmitri dmitry dominic don donald doug douglas duncan dwight dylan earl ed eddie edgar edmund
    eduardo edward edwin elias elijah elliot emmanuel enrique eric erik ernest ernesto ethan eugene evan fabian
    felipe felix fernando filip francesco francis francisco francois frank franz fred frederick gabriel gareth gary
    gavin geoff geoffrey george gerald gerard giorgio giovanni giuseppe glen glenn gordon graham greg gregory
    guillermo gunter gustav guy hans harold harry harvey hassan hector heinz henri henrik henry herbert howard hugh
    hugo hussein ian ibrahim igor ismail ivan jack jacob jacques jaime jake jamal james jamie jan janos jared jason
    javier jay jean jeff jeffrey jens jeremy jerome jerry jesse jim jimmy joao joe joel johan johannes john johnny
    jon jonas jonathan jordan jorge jose joseph josh joshua juan julian julio jurgen justin karl keith ken kenneth
    kenji kevin khalid kieran kofi konstantin kumar kurt kyle lance lars laurent lawrence lee leo leon leonard
    leonid leroy leslie lewis liam lloyd logan louis luca lucas luis luke magnus mahmoud manuel marc marcel marco
    marcus mario marius mark markus martin marvin mateo matt matteo matthew matthias maurice maurizio max maxim
    michael michel miguel mikhail mike milan mitchell mohamed mohammad mohammed moses muhammad mustafa naoki nathan
    nathaniel neil nelson nicholas nick nicolas nigel nikita nikolai nils noah noel norman oleg oleksandr oliver
    olivier omar oscar otto owen pablo paolo pascal patrick paul pavel pedro per perry pete peter petr phil philip
    philippe pierre piotr rafael raj rajesh ralph ramon randy raul ravi ray raymond reinhard rene ricardo rich
    richard rick ricky rob robert roberto robin rod rodney rodrigo roger roland rolf roman ron ronald ross roy ruben
    rudolf rupert russell ryan salman sam samir samuel sanjay santiago scott sean sebastian serge sergei sergey
    sergio seth shane shaun shinji simon stan stanley stefan stephen steve steven stuart sven tariq taro ted
    terrence terry theo theodore thierry thomas tim timothy tobias todd tom tomas tommy tony travis trevor tyler
    umar victor viktor vincent vincenzo vitali vlad vladimir volodymyr walter warren wayne wei werner wilhelm will
    william willy wolfgang xavier yann yusuf yuri yuval zach zachary ziad
    """.split()
)

FEMALE_NAMES = frozenset(
    """
    abigail ada adele agnes aisha alexandra alexis alice alicia alison allison amanda amber amelia amy ana anastasia
    andrea angela angelina anita anja ann anna anne annette annie antonia april astrid audrey barbara
    beatrice becky belinda bernadette beth betty beverly bianca birgit bonnie brenda bridget brigitte brittany
    camila carla carmen carol carole caroline carolyn carrie catherine cathy cecilia celine charlotte chelsea cheryl
    chiara chloe christina christine cindy claire clara clare claudia colleen connie consuelo cristina cynthia daisy
    dana daniela danielle dawn debbie deborah debra denise diana diane dolores donna doris dorothy edith eileen
    elaine eleanor elena elisa elisabeth elise elizabeth ella ellen elsa emilia emily emma erika erin esther eva eve
    evelyn faith fatima felicity fiona florence frances francesca gabriela gabrielle gail georgia georgina geraldine
    gertrude gillian gina giulia gladys gloria grace greta gwen hanna hannah harriet hazel heather heidi helen
    helena helene henrietta hillary hilary holly ida ilse imogen ingrid irene irina iris isabel isabella isabelle
    ivy jackie jacqueline jade jane janet janice jasmine jean jeanne jenna jennifer jenny jessica jill joan joanna
    joanne jocelyn jodie josephine joy joyce juanita judith judy julia juliana julie june karen karin karina
    kate katharina katherine kathleen kathryn kathy katie katrina kayla keiko kelly kerry kim kimberly
    kirsten kristen kristin kristina laila lara latoya laura lauren layla leah leila lena leslie lily linda lindsay
    lisa liz liza lois lola lorena lorraine louise lucia lucy luisa lydia lynn mabel madeleine madison maggie mandy
    manuela margaret margarita maria mariam marianne marie marilyn marina marion marta martha martina mary maureen
    maya megan melanie melinda melissa mercedes meredith mia michelle mildred millie mina miranda miriam molly
    monica monika muriel nadia nancy naomi natalia natalie natasha nicola nicole nina nora noor norma odette olena
    olga olivia pamela patricia patty paula pauline peggy penelope penny petra phoebe phyllis pia polly priscilla
    priya rachel ramona rebecca regina renee rita roberta rosa rosalind rose rosemary roxanne ruby ruth sabine
    sabrina sadie sally samantha sandra sara sarah selma serena shannon sharon sheila shelley shirley silvia simone
    sofia sonia sophia sophie stacey stella stephanie sue sunita susan susanna susanne suzanne svetlana sylvia
    tamara tania tanya tara tatiana teresa thelma theresa tiffany tina tracey tracy ursula valentina valeria valerie
    vanessa vera veronica victoria viola violet virginia viviana wanda wendy whitney winifred yasmin yolanda yoko
    yvette yvonne zainab zara zoe
    """.split()
)

PLACE_NAMES = frozenset(
    """
    afghanistan albania algeria america angola argentina armenia australia austria azerbaijan bahrain bangladesh
    belarus belgium benin bolivia bosnia botswana brazil britain brussels bulgaria burundi cambodia cameroon canada
    chad chile china colombia congo croatia cuba cyprus czechia denmark ecuador egypt england eritrea estonia
    ethiopia europe finland france gabon gambia georgia germany ghana greece guatemala guinea haiti honduras hungary
    iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kosovo kuwait
    kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi malaysia mali malta
    mauritania mexico moldova mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua
    niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal qatar romania
    russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain sudan sweden switzerland syria
    taiwan tajikistan tanzania thailand togo tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan venezuela
    vietnam wales yemen zambia zimbabwe ankara athens baghdad bangkok beijing belgrade berlin bern bogota brasilia
    bucharest budapest cairo canberra caracas copenhagen damascus delhi dhaka doha dublin geneva hanoi havana
    helsinki islamabad jakarta jerusalem kabul kathmandu khartoum kiev kinshasa kyiv lima lisbon london madrid
    manila minsk moscow nairobi oslo ottawa paris prague pyongyang pretoria riga riyadh rome seoul sofia stockholm
    tallinn tbilisi tehran tokyo tripoli tunis vienna vilnius warsaw washington yerevan zagreb uk us usa eu uae un
    nato
    """.split()
)
_TWO_WORDS = """
south korea; north korea; saudi arabia; united states; united kingdom; united nations; united arab emirates;
new zealand; south africa; sri lanka; european union; hong kong; el salvador; costa rica; ivory coast; burkina faso;
sierra leone; south sudan; dominican republic; northern ireland; north macedonia; papua new guinea; new york;
czech republic; los angeles; san francisco; new delhi; buenos aires; mexico city; tel aviv; abu dhabi; white house;
supreme court; downing street; vatican city
"""
PLACES_OF_WORDS = frozenset(p.strip() for p in _TWO_WORDS.split(";"))

# What stands before a name to say where its bearer is from ("British diver", "American Ann Gray").
DEMONYMS = frozenset(
    """
    afghan african albanian algerian american argentine argentinian armenian asian australian austrian bangladeshi
    basque belarusian belgian bolivian bosnian brazilian briton british bulgarian burmese cambodian canadian catalan
    chilean chinese colombian croatian cuban czech danish dutch egyptian english estonian ethiopian european filipino
    finnish french georgian german ghanaian greek hungarian icelandic indian indonesian iranian iraqi irish israeli
    italian jamaican japanese jordanian kazakh kenyan korean kuwaiti latvian lebanese libyan lithuanian malaysian
    maltese mexican moroccan nepali nigerian norwegian pakistani palestinian peruvian polish portuguese romanian
    russian rwandan saudi scottish senegalese serbian singaporean slovak slovenian somali spaniard spanish sudanese
    swedish swiss syrian taiwanese thai tunisian turkish ugandan ukrainian uruguayan venezuelan vietnamese welsh
    zimbabwean
    """.split()
)

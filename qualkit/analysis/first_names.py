"""First names, places and words by which a name is told from a word: short lists of our own for Britain."""

from __future__ import annotations

_FIRST_NAMES_TEXT = """
aaliyah aaron abdul abdullah abigail adam adeel adele ahmed aidan aiden aimee aisha ajay alan alana
albert alec alex alexander alexandra alfie ali alice alicia alina alisha alison alistair amanda amara
amber amelia amir amina amy ana anastasia andre andrea andrew andy aneesa angela angus anita anjali ann
anna anne annie anthony antonio anya aoife arjun arthur arun asha asma ashley ashton ava ayaan ayesha
babatunde barbara barry beatrice becky ben benjamin bernard beth bethany bilal billy blessing bob bobby
bradley brandon brenda brendan brian bridget bronwyn bryony caitlin callum cameron carl carla carly
carol caroline carys catherine catrin cerys chantelle charlene charles charlie charlotte chelsea chloe
chris christina christine christopher ciara claire clare clive colin connor conor corey courtney craig
curtis cynthia daisy damian dan daniel danielle danny darcy darren dave david dawn dean deborah debbie
declan deepa demi denise dennis derek diana diane dominic donna doreen dorothy duncan dylan ebony eddie
edward eileen elaine eleanor elena elizabeth ella ellen ellie elliot elliott eloise elsie emily emma
emmanuel erica erin ethan eva evan eve evie ewan farah farhan fatima felix fergus fiona florence fran
frances francesca freddie freya gareth gary gavin gemma geoff george georgia georgina geraint gerald
gillian gina gladys glen gloria gordon graham greg gurpreet gwen gwyneth habib hamza hannah hardeep
harley haroon harriet harry hasan hassan hayley hazel heather heidi helen henry hilary holly hugh
hussain ian ibrahim imani imogen imran india ines iqra irene isaac isabel isabella isla ismail iwan jack
jackie jacob jade jake jamal james jamie jane janet janice jasmine jason jayden jean jemma jenna
jennifer jenny jeremy jerome jess jessica jill jim jimmy joan joanna joanne jodie joe joel john johnny
jon jonathan jordan joseph josh joshua joyce jude judith judy julia julie june justin kai kane karen
karim karl kasia kate katherine kathleen kathryn katie kay kayleigh keeley keith kelly kelsey ken
kenneth kerry kevin khadija khalid kieran kiera kim kirsty kofi krishna kwame kyle kylie lacey latoya
laura lauren lawrence leah leanne lee leila leo leon leroy lesley leslie lewis liam lily linda lisa liz
lloyd logan lorna lorraine louis louise luca lucas lucy luke lydia lynn lynne lynsey mackenzie maddie
madison maeve mahmoud malcolm malik mandy marcus margaret maria mariam marie marilyn mario marjorie
marlon martha martin mary maryam mason matilda matt matthew maureen max maya megan mehmet melanie
melissa mia michael michelle miguel mike milly miriam mohamed mohammad mohammed moira molly monica
morgan muhammad mustafa myles nadia naomi natalia natalie natasha nathan nathaniel neil niall niamh
nicholas nick nicky nicola nigel nikita nikki nisha noah nora norman ngozi obi olga oliver olivia olu
omar oscar owen paige pam pamela parveen patricia patrick paul paula pauline peggy penny pete peter phil
philip phoebe pippa poppy prakash precious priya rachael rachel rahul raj rajesh ralph ranjit rashid
ravi ray raymond rebecca reece rhian rhiannon rhys ricardo richard ricky riley rita robbie robert
roberta robin rochelle rodney roger rohan roisin ronald ronnie rory rosemary rosie ross rowan roy ruby
rukhsana russell ruth ryan sabrina sadia saima sakina sally salma sam samantha samir samira samuel
sandra sangita sanjay saoirse sara sarah sasha saul scott sean sebastian seema selina serena shabana
shane shania shannon sharon shaun shauna sheila shelley shirley shreya sian sienna simon simone sinead
siobhan skye sofia sophia sophie stacey stanley stefan stella steph stephanie stephen steve steven
stewart stuart sue sunita susan susanna suzanne sylvia tamara tamsin tania tanisha tanya tara tariq
tasha tayla taylor teresa terence terry tess thea theo theresa thomas tia tiffany tilly tim timothy tina
toby tom tommy toni tony tracey tracy trevor tristan tyler tyrese tyrone umar una usha usman valerie
vanessa vera vicky victoria vijay vikram vincent viv vivian vivienne walter wayne wendy wesley whitney
wilfred william winston xavier yasmin yasmine yusuf yvette yvonne zac zach zachary zahra zain zainab zak
zara zeeshan zoe zofia zuzanna
"""
FIRST_NAMES = frozenset(_FIRST_NAMES_TEXT.split())
"""Folded. Names that are as common as words are in `NAMES_AND_WORDS`."""

_NAMES_AND_WORDS_TEXT = """
angel april art august autumn bill bishop brook carter chance chase christian crystal dale daisy dawn
dean dee destiny drew eve faith fern flora frank gene glen grace grant guy hazel heath hope iris ivy
jack jade jay jean jewel joy june kay kit lance lee lily mark max may melody mercy miles misty nick norm
olive opal pam pat patience pearl penny poppy precious ray reed rich rob robin rock rose rosemary ruby
rusty sandy sky stew sue summer trinity violet ward will winter woody
"""
NAMES_AND_WORDS = frozenset(_NAMES_AND_WORDS_TEXT.split())
"""Names only where they are written with a capital, and not at the beginning of a sentence."""

_PLACES_TEXT = """
aberdeen barnsley basildon bath belfast birkenhead birmingham blackburn blackpool bolton bournemouth
bradford brighton bristol bromley burnley bury cambridge cardiff carlisle chelmsford chester
chesterfield colchester coventry crawley croydon darlington derby doncaster dudley dundee durham ealing
eastbourne edinburgh enfield exeter gateshead glasgow gloucester grimsby guildford hackney halifax
harlow harrogate hartlepool hastings hounslow huddersfield hull inverness ipswich islington kettering
lambeth lancaster leeds leicester lewisham lincoln liverpool london londonderry luton maidstone
manchester mansfield margate middlesbrough newcastle newham newport northampton norwich nottingham
oldham oxford paisley peckham perth peterborough plymouth portsmouth preston reading redditch rochdale
rotherham salford salisbury scarborough scunthorpe sheffield shrewsbury slough solihull southampton
southend southwark stevenage stirling stockport stoke sunderland swansea swindon telford tottenham truro
wakefield walsall warrington watford wembley westminster wigan wolverhampton worcester worthing wrexham
york
"""
PLACES = frozenset(_PLACES_TEXT.split())
"""Towns and boroughs, known without a capital. Those that are words too count only with one."""

_PLACES_AND_WORDS_TEXT = """
bath bury reading hull hove rugby sandwich ware wells
"""
PLACES_AND_WORDS = frozenset(_PLACES_AND_WORDS_TEXT.split())

_NO_NAMES_TEXT = """
i i'm i've i'd i'll i'ma ok okay monday tuesday wednesday thursday friday saturday sunday january
february march april may june july august september october november december christmas easter eid
ramadan diwali english welsh scottish irish british european american asian african polish christian
muslim hindu sikh jewish catholic god yeah yes no oh mr mrs ms miss dr covid brexit google facebook
instagram snapchat tiktok whatsapp youtube twitter netflix zoom teams mum mam dad nan nana gran grandad
grandma auntie uncle sir
"""
NO_NAMES = frozenset(_NO_NAMES_TEXT.split())
"""Written with a capital, and no name of anybody."""

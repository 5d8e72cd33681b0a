"""English words that decide where a name begins and ends: titles, legal forms, calendar words, demonyms."""

from __future__ import annotations

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as a text."""
    return frozenset(text.split())


TITLES: Final = words(
    """
    Mr Mrs Ms Miss Dr Prof Sir Lord Lady Dame Messrs Rev Gen Sen Gov Rep Col Lt Capt Sgt Adm President
    Chairman Chairwoman Chair Minister Secretary Senator Governor Chancellor Premier Professor
    Congressman Congresswoman Representative Ambassador Commissioner Director Spokesman Spokeswoman
    Spokesperson Chief Executive Officer Treasurer Prince Princess King Queen Pope Judge Justice Mayor
    Vice Deputy Undersecretary CEO CFO COO CTO Analyst Economist Prime Founder Sheikh Sheik Ayatollah
    Controller Comptroller Colonel Captain Lieutenant Admiral Sheriff Archbishop Bishop
    """
)
"""Words before a person's name, or for a person, that are no part of the name."""

LEGAL_FORMS: Final = words(
    """
    Inc Incorporated Corp Corporation Co Company Ltd Limited Plc PLC LLC LLP LP AG SE SA S.A. NV N.V. AB
    ASA A/S AS SpA S.p.A. GmbH KG KGaA Oy Oyj BV B.V. Pty Pte Bhd KK K.K. Cos Cie SARL Lda Srl
    """
)
"""Legal forms at the end of a firm's name, written without the full stop of an abbreviation."""

FIRM_NOUNS: Final = words(
    """
    Motor Motors Group Holding Holdings Industries Automobile Automobiles Automotive Auto Corporation
    Company
    """
)
"""Nouns that a firm's name is often written with and without: Ford Motor and Ford."""

OFFICES: Final = words(
    """
    State Exchequer Staff Treasury Board Interior Defence Defense Commerce Energy Labor
    """
)
"""What a person with a title is in charge of (`Secretary of State George Shultz`): no part of the name."""

DIRECTIONS: Final = words(
    """
    North South East West Northern Southern Eastern Western Central Upper Lower
    """
)

MONTHS: Final = words(
    """
    January February March April June July August September October November December Jan Feb Mar Apr
    Jun Jul Aug Sep Sept Oct Nov Dec
    """
)

WEEKDAYS: Final = words(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays
    Fridays Saturdays Sundays Mon Tue Tues Wed Thu Thur Thurs Fri Sat
    """
)

CALENDAR: Final = (
    MONTHS
    | WEEKDAYS
    | words(
        """
    May Christmas Easter Q1 Q2 Q3 Q4 H1 H2 GMT CET EST EDT PST UTC AM PM
    """
    )
)
"""Words of the calendar: never a name alone, and not at the beginning of one."""

DEMONYMS: Final = words(
    """
    Afghan African Albanian Algerian American Arab Arabian Argentine Argentinian Armenian Asian
    Australian Austrian Azeri Bahraini Bangladeshi Belarusian Belgian Bolivian Bosnian Brazilian British
    Bulgarian Burmese Cambodian Cameroonian Canadian Catalan Caribbean Chilean Chinese Colombian
    Congolese Croatian Cuban Cypriot Czech Danish Dutch Ecuadorean Ecuadorian Egyptian English Eritrean
    Estonian Ethiopian European Filipino Finnish Flemish French Georgian German Ghanaian Greek
    Guatemalan Hungarian Icelandic Indian Indonesian Iranian Iraqi Irish Islamic Israeli Italian Ivorian
    Jamaican Japanese Jewish Jordanian Kazakh Kenyan Korean Kuwaiti Kurdish Latin Latvian Lebanese
    Libyan Lithuanian Malaysian Maltese Mexican Mongolian Moroccan Muslim Nepalese Nicaraguan Nigerian
    Nordic Norwegian Omani Pakistani Palestinian Panamanian Paraguayan Peruvian Philippine Polish
    Portuguese Qatari Romanian Russian Salvadoran Saudi Scandinavian Scottish Serbian Singaporean Slovak
    Slovenian Somali Soviet Spanish Sudanese Swedish Swiss Syrian Taiwanese Tanzanian Thai Tunisian
    Turkish Ugandan Ukrainian Uruguayan Venezuelan Vietnamese Welsh Western Eastern Northern Southern
    Yemeni Yugoslav Zambian Zimbabwean Christian Catholic Protestant Democratic Republican
    """
)
"""Adjectives of nations, regions, creeds; with an s at the end also the people. Never a name alone."""

FUNCTION_WORDS: Final = words(
    """
    a i about above across after against all almost along already also although altogether always am
    among an and another any anyone are around as at back be because been before behind being below
    besides between beyond both but by can cannot could despite did do does down during each either else
    even ever every everyone few first five following for four from further given had half has have
    having he hence her here hers him his how however if in indeed inside instead into is it its itself
    just last later least less let like likely many may maybe meanwhile might more moreover most much
    must my near neither never nevertheless next nine no nobody none nor not nothing now of off often on
    once one only onto or other others otherwise our out outside over own per perhaps rather recently
    same second seven she should similarly since six so some soon still such ten than that the their
    them then there therefore these they third this those though three through throughout thus to today
    together tomorrow too toward towards two under unless unlike until up upon us very was we were what
    whatever when where whereas whether which while who whoever whole whom whose why will with within
    without would yesterday yet you your eight separately earlier overall finally currently according
    asked based due yes ok see note apart elsewhere analysts officials total
    """
)
"""Words that begin sentences but not names. Lower case."""

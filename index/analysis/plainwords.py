"""English words that never make a topic: they tell who says it, when, how and how much."""

from __future__ import annotations

from typing import Final

from index.analysis.namewords import CALENDAR, FUNCTION_WORDS
from index.analysis.namewords import words as _words

_REPORTING: Final = _words(
    """
    say says said saying tell tells told telling add adds added adding report reports reported reporting
    reportedly announce announces announced announcing announcement note notes noted explain explains
    explained call calls called calling describe describes described confirm confirms confirmed deny
    denies denied comment comments commented declined decline declines statement statements spokesman
    spokeswoman spokesperson spokesmen source sources official officials analyst analysts quoted cited
    cite cites citing according reply replied ask asks asked asking answer answered answers argue argues
    argued warn warns warned believe believes believed think thinks thought know knows known knew expect
    expects expected expecting expectation expectations hope hopes hoped see sees saw seen seem seems
    seemed show shows showed shown media reuter reuters paper newspaper interview conference press news
    word words remark remarks remarked name names named suggest suggests suggested indicate indicates
    indicated reveal revealed disclose disclosed estimate estimates estimated forecast forecasts
    predicted predict predicts letter speech figure figures question questions view views opinion
    """
)

_TIME: Final = _words(
    """
    year years month months week weeks day days hour hours minute minutes quarter quarters half today
    tomorrow yesterday morning afternoon evening night noon daily weekly monthly quarterly annual
    annually yearly yr yrs mth mths qtr period date time times decade decades century ago earlier later
    early late previous previously past recent next last current currently present future ended ending
    end ends begin begins began begun beginning start starts started starting stage stages moment spring
    summer autumn fall winter fiscal calendar long-term short-term year-on-year year-end mid-year
    six-month three-month nine-month 12-month soon season term terms deadline schedule scheduled
    year-earlier
    """
)

_QUANTITY: Final = _words(
    """
    percent per cent pct percentage point points number numbers amount amounts total totals totalled
    totaled ratio average avg level levels many much more most less least fewer few several some dozen
    dozens hundred hundreds thousand thousands million millions billion billions trillion mln bln dlr
    dlrs cts ct shr shrs net oper revs qtly mths dollars euros euro yuan stg pounds dollar-a piece
    pieces part parts portion majority rest full single double twice half third quarter big bigger
    biggest large larger largest small smaller smallest high higher highest low lower lowest great
    greater greatest long longer short shorter near close additional further extra whole entire vs
    versus nil unch approximately roughly nearly almost around up down rose risen rise rises rising fell
    fallen fall falls falling increase increases increased increasing decrease decreased decline
    declined gain gains gained drop drops dropped jump jumped grow grows grew grown growing reduce
    reduces reduced reducing sharply slightly significant significantly substantial substantially one
    two three four five six seven eight nine ten eleven twelve first second fourth fifth primary range
    series set sets lot lots pair couple bit figure length size scale value values worth tonne tonnes
    ton tons barrel barrels bushel bushels ounce ounces km kilometre kilometres kilometer kilometers
    mile miles metre metres feet kg pound lbs acre acres hectare hectares unit units bpd kwh kilowatt
    kilowatt-hour gigawatt gigawatt-hours gwh mw
    """
)

_VAGUE: Final = _words(
    """
    make makes made making do does did done doing go goes went gone going come comes came coming take
    takes took taken taking give gives gave given giving get gets got getting put puts putting keep
    keeps kept keeping let lets hold holds held bring brings brought bringing leave leaves left leaving
    find finds found finding use uses used using need needs needed want wants wanted wanting try tries
    tried trying look looks looked looking turn turns turned turning run runs ran running set move moves
    moved moving work works worked working help helps helped helping play plays played stand stands
    stood stay stays stayed remain remains remained remaining become becomes became becoming appear
    appears appeared happen happens happened include includes included including involve involves
    involved provide provides provided providing receive receives received allow allows allowed allowing
    require requires required continue continues continued continuing lead leads led leading follow
    follows followed following pass passed reach reaches reached reaching meet meets met meeting pay
    pays paid paying buy buys bought sell sells sold cost costs build builds built open opens opened
    opening close closes closed closing change changes changed changing consider considers considered
    considering decide decides decided propose proposes proposed agree agrees agreed agreeing plan plans
    planned planning intend intends intended aim aims aimed aiming seek seeks sought seeking face faces
    faced facing able unable likely unlikely possible possibly probably potential certain clear clearly
    sure true real really main major minor key important new newly old young good better best bad worse
    worst right wrong different similar same various particular special general normal usual common way
    ways thing things case cases fact facts reason reasons result results example examples kind kinds
    sort type types form forms side sides place places area areas field fields matter matters issue
    issues problem problems situation position positions effect effects effort efforts step steps action
    actions measure measures idea role purpose aspect basis line lines list head heads top bottom center
    centre middle back front hand hands man men woman women people person persons group groups member
    members company companies firm firms corporation corp inc co ltd plc subsidiary unit business
    businesses country countries nation nations world region state states city government industry
    sector chief executive president chairman chairwoman vice minister secretary director manager
    managers officer ceo also only just even still yet already again well far too very quite rather
    however therefore thus though although instead mr mrs ms dr etc oh etcetera itself himself herself
    themselves something anything nothing everything someone anyone based due owned related concerned
    available subject effective immediately together apart ready free final latest initial initially
    original originally overall respective respectively alone abroad home outside inside local national
    international domestic foreign global book story note name nearby makers maker producer producers
    brand brands product products customer customers buyer buyers seller owner owners driver drivers
    worker holders holder read word heart hard easy quick quickly slow slowly strong stronger weak
    weaker sign signs signed signing send sent cover covers covered count counts counted carry carries
    carried draw drawn speak spoke won win lose loses lost losing wait waits waited waiting watch break
    broke broken fail failed fails fill fit fits act acts acted exist exists belong belongs serve serves
    served spend spends spent spending save saves saved own owns enter entered ask raise raises raised
    raising push pushed pull pulled ship ships shipped answer wrote write writes written live lives
    lived die died born enough anyway elsewhere everywhere somewhere
    """
)

PLAIN_WORDS: Final = (
    FUNCTION_WORDS | frozenset(word.lower() for word in CALENDAR) | _REPORTING | _TIME | _QUANTITY | _VAGUE
)
"""Words, small, at which a phrase ends."""

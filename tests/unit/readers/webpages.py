"""Pages in the style of news sites, for the tests of what is read out of them."""

from __future__ import annotations

ARTICLE = (
    "<p>The share of electric cars among the new registrations of the country rose again in the past year,"
    " the road federation said on Thursday, and in some months it went above nine in ten.</p>"
    "<p>Purchasers of petrol and diesel cars pay high registration charges, from which electric ones are"
    " exempt for the most part. There is no ban, and there is no penalty either.</p>"
    "<h2>What remains</h2>"
    "<p>Remaining sales of cars with engines go to rental companies among others, and to customers in the far"
    " north, where the distances are long and the winters are longer.</p>"
)
GERMAN = (
    "<p>Der Autobauer verschiebt den Anlauf seiner neuen Plattform um zwei Jahre, wie das Unternehmen am"
    " Donnerstag mitteilte. Das Werk soll bis dahin Fahrzeuge mit Verbrennungsmotor bauen.</p>"
    "<p>Betriebsrat und Gewerkschaft kündigten Gespräche an. Über die Zahl der betroffenen Stellen werde erst"
    " nach der Aufsichtsratssitzung im Herbst gesprochen, hieß es in Unternehmenskreisen.</p>"
)
JAPANESE = (
    "<p>自動車大手は木曜日、次世代電池の試験生産を来年春に始めると発表した。投資額は明らかにしていない。"
    "工場は県北部に建設され、約三百人を採用する計画だという。</p>"
    "<p>同社は2028年度までに量産を始める方針で、部品メーカー各社との協議を続けている。"
    "社長は記者会見で「競争は厳しいが、技術には自信がある」と述べた。</p>"
)


def page(
    *, head: str = "", title: str = "Electric cars gain again – Sample Wire", body: str = "", lang: str = "en"
) -> str:
    """Return a page with the furniture of a site around its article."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'{head}</head><body><header><nav><ul><li><a href="/">Front page</a></li>'
        '<li><a href="/cars">Cars</a></li></ul></nav>'
        "</header>"
        '<div class="cookie-banner">We value your privacy. Accept all cookies.</div>'
        f"<main><article><h1>{title.partition(' – ')[0]}</h1>{body or ARTICLE}</article></main>"
        '<aside class="related"><h3>Read on</h3><a href="/x">Charging gets dearer</a></aside>'
        '<div id="comments"><h3>Comments</h3><p class="comment">First! What a scandal this is.</p></div>'
        "<footer>© Sample Wire. All rights reserved.</footer></body></html>"
    )


def linked(published: str, *, kind: str = "NewsArticle", more: str = "") -> str:
    """Return JSON-LD with a date of publication."""
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org",'
        f'"@type":"{kind}","datePublished":"{published}"{more}}}</script>'
    )

"""What columns can mean, kind of table by kind, and the names that people give them."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from relsim.evidence.day_names import COMING, LEAVING


class TableKind(StrEnum):
    """What one row of a table stands for."""

    TRANSACTIONS = "transactions"
    CUSTOMERS = "customers"
    PERIODS = "periods"
    SURVEY = "survey"


ROW_OF = {
    TableKind.TRANSACTIONS: "a purchase",
    TableKind.CUSTOMERS: "a customer",
    TableKind.PERIODS: "a month, quarter, week or year",
    TableKind.SURVEY: "an answer",
}
"""What a row of each kind of table is."""

NAME_OF = {
    TableKind.TRANSACTIONS: "purchases",
    TableKind.CUSTOMERS: "customers",
    TableKind.PERIODS: "numbers by period",
    TableKind.SURVEY: "answers to a survey",
}
"""What tables of each kind are of."""


@dataclass(frozen=True)
class Meaning:
    """A meaning of columns: what they hold, the names they go by, and words that such names contain.

    `holds` is one of id, day, period, number, word, yes; `needed` where no table of the kind goes without.
    Names and words are small letters alone, as `squeezed` leaves them, the usual names first; `hearts` are
    words that are such a name together with date, on or day, as `heart_of` finds them.
    """

    holds: str
    says: str
    named: str
    words: str = ""
    needed: bool = False
    hearts: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        """The names that columns of this meaning go by."""
        return self.named.split()


WHO = Meaning(
    "id",
    "who",
    "customer customerid custid custno customernumber customerno customerkey client clientid userid "
    "user memberid member donor donorid donorno accountid id account buyer buyerid contactid "
    "subscriber subscriberid patientid patient card cardno cardnumber cardid household householdid "
    "householdkey personid respondent respondentid shopper shopperid visitorid guest guestid cid cust "
    "kunde kundennr kundennummer kundenid cliente idcliente klant klantnummer клиент клиентid "
    "кодклиента idклиента покупатель номеркарты customername msisdn numeroclient codeclient idclient "
    "klantid clientno clientnumber accountnumber kartennummer kartennr karte kundenkarte kundenkartennr "
    "kundenkartennummer loyaltycard loyaltyid loyaltynumber membershipid membershipnumber clubcard "
    "mitglied mitgliedsnummer mitgliedsnr tarjeta numerotarjeta socio carte cartefidelite numerocarte "
    "numcarte tessera numerotessera klantenkaart kaart kaartnummer карта картаклиента kartaklienta "
    "номерклиента kartakundu nrkarty karta numerkarty numerklienta cartao cartaofidelidade",
    words="customer client donor subscriber kunde клиент member account user loyalty karten mitglied "
    "tarjeta cartefid tessera kaart номеркарты карта",
    needed=True,
)
"""Who it was; every kind but that of periods knows it."""

PURCHASE_FIELDS = {
    "customer": WHO,
    "date": Meaning(
        "day",
        "when it was bought",
        "date day invoicedate orderdate purchasedate transactiondate transdate time giftdate "
        "donationdate datetime timestamp saledate visitdate orderedat paidon createdat "
        "orderpurchasetimestamp datum fecha data дата датапокупки paidat purchasedat bought boughton "
        "dateofpurchase dateoforder when bestelldatum kaufdatum dateachat receiptdate billdate "
        "postingdate eventtime paymentdate",
        words="date datum дата timestamp time",
        needed=True,
    ),
    "amount": Meaning(
        "number",
        "what was paid",
        "amount amt value total revenue sales spend spent paid giftamount gift donation "
        "donationamount sum price monetary transactionamount ordervalue paidsum ordertotal "
        "totalamount totalprice linetotal netamount grossamount net gross salesvalue purchaseamount "
        "dollars usd eur betrag umsatz summe importe montant bedrag сумма выручка turnover "
        "paymentvalue payment charge saleamount basketvalue cost bill receipt amountpaid totalspent "
        "subtotal prix preis",
        words="amount total value betrag сумма revenue sales spend paid",
    ),
    "quantity": Meaning(
        "number",
        "how many",
        "quantity qty units count items number pieces menge anzahl cds numcds количество cantidad "
        "quantite aantal quantitysold itemcount noofitems stück",
        words="quantity qty",
    ),
    "price": Meaning(
        "number",
        "the price of one",
        "price unitprice itemprice priceperunit priceeach unitcost einzelpreis цена stückpreis "
        "stueckpreis rate pricepiece sellingprice listprice precio prijs",
        words="unitprice price",
    ),
    "invoice": Meaning(
        "id",
        "with which other rows it is one purchase",
        "invoice invoiceno invoiceid invoicenumber order orderid orderno ordernumber transaction "
        "transactionid transid basket basketid receiptno receiptid billno rechnung rechnungsnr "
        "rechnungsnummer чек номерчека factura bestellnr giftid transactionno transactionnumber "
        "donationid purchaseid ticket ticketno saleid bon bonnr bonnummer kassenbon beleg belegnr "
        "belegnummer kassenzettel receipt receiptnumber recibo numerorecibo tique scontrino scontrinonr "
        "kassabon bonnumber facture numerofacture fattura paragon nrparagonu booking bookingid bookingno "
        "bookingnumber buchung buchungsnr buchungsnummer buchungsid",
        words="invoice orderid transactionid",
    ),
    "product": Meaning(
        "word",
        "what was bought",
        "product productid stockcode sku item itemid article articleno productcode artikel товар upc "
        "ean description productname itemname itemcode",
        words="product stockcode sku",
    ),
    "currency": Meaning(
        "word",
        "in which currency",
        "currency currencycode waehrung währung валюта",
    ),
    "status": Meaning(
        "word",
        "whether it was cancelled or returned",
        "status orderstatus state type transactiontype kind returned cancelled canceled",
        words="status",
    ),
}

CUSTOMER_FIELDS = {
    "customer": WHO,
    "start": Meaning(
        "day",
        "when the customer came",
        "start startdate started joined joindate joineddate signup signupdate since customersince "
        "activationdate activated subscribed subscriptionstart registered registrationdate enrolled "
        "enrollmentdate firstpurchase acquired acquisitiondate begin begindate contractstart opened "
        "opendate created createdat from starton won wonon membersince kundeseit beginn eintritt "
        "vertragsbeginn датаначала startedon joinedon validfrom effectivedate onboarded "
        "датаподключения inicio",
        words="start signup joined since registered",
        hearts=COMING,
    ),
    "end": Meaning(
        "day",
        "when the customer left; blank while a customer",
        "end enddate ended left leftdate lefton dateleft leavedate leavingdate churndate churnedat "
        "cancelled canceled cancellationdate canceldate terminated terminationdate closed closedate until "
        "exit exitdate subscriptionend contractend to lost loston lapsed endedon ende austritt vertragsende "
        "kündigung датаокончания датаухода validto churnedon cancelledat canceledat unsubscribed "
        "expirydate departed departuredate fin",
        words="end left cancel terminat churndate until",
        hearts=LEAVING,
    ),
    "tenure": Meaning(
        "number",
        "how many months a customer",
        "tenure tenuremonths monthsactive months duration lifetime accountage tenureinmonths",
        words="tenure lifetime months",
    ),
    "churned": Meaning(
        "yes",
        "whether the customer has left",
        "churn churned churnflag churnlabel churnvalue haschurned exited attrition attrited isactive "
        "active status customerstatus lost left cancelled отток ischurned attritionflag hasleft "
        "gekündigt inactive churn?",
        words="churn attrition active",
    ),
    "charge": Meaning(
        "number",
        "what the customer pays a month",
        "charge monthlycharges monthlycharge fee monthlyfee price mrr planprice rate arpu amount "
        "subscriptionfee revenue monthlyrevenue monthlyprice payment premium beitrag gebühr preis "
        "monatsbeitrag mitgliedsbeitrag monatspreis monatsgebühr monatlicherbeitrag cotisation cuota quota "
        "абонплата тариф tarif fees monthly",
        words="charge fee mrr monthly",
    ),
    "paid": Meaning(
        "number",
        "what the customer has paid in all",
        "totalcharges totalcharge totalpaid lifetimevalue totalrevenue totalspend paid ltv",
        words="totalcharge totalrevenue",
    ),
    "contract": Meaning(
        "word",
        "the contract",
        "contract contracttype plan term subscription tariff tarif mitgliedschaft vertragsart vertrag "
        "договор subscriptiontype",
        words="contract plan",
    ),
    "segment": Meaning(
        "word",
        "the segment",
        "segment group tier customersegment customertype type category class сегмент gruppe region регион",
        words="segment tier",
    ),
    "reason": Meaning(
        "word",
        "why the customer left",
        "reason churnreason cancellationreason cancelreason leavingreason churncategory "
        "reasonforleaving exitreason grund причина whyleft terminationreason",
        words="reason",
    ),
    "channel": Meaning(
        "word",
        "what brought the customer",
        "channel acquisitionchannel source utmsource medium campaign leadsource referral kanal канал "
        "acquisitionsource cameby howheard origin",
        words="channel source",
    ),
    "rung": Meaning(
        "word",
        "the rung of the loyalty ladder",
        "rung ladderrung loyaltyrung relationshiprung rungofladder ladder",
        words="rung",
    ),
}

PERIOD_FIELDS = {
    "period": Meaning(
        "period",
        "which month, quarter, week or year",
        "period month quarter date year week monat quartal месяц квартал mes yearmonth monthending "
        "periodend periodstart fiscalquarter fiscalyear fiscalmonth monthstart asof ym time periode "
        "mois maand jahr fy reportingperiod",
        words="month quarter period week date",
        needed=True,
    ),
    "line": Meaning(
        "word",
        "the line of business",
        "line product segment firm brand region unit",
    ),
    "customers": Meaning(
        "number",
        "customers at the end",
        "customers customersatend customersend endingcustomers closingcustomers activecustomers "
        "subscribers members base customerbase totalcustomers active accounts kunden closing "
        "closingbalance end ending endcustomers customercount donors клиенты payingcustomers users "
        "activeusers clients numberofcustomers kundenbestand patients "
        "subs closingsubs closingsubscribers closingmembers closingaccounts closingbase closingcount "
        "endingsubs endingsubscribers endingmembers endsubs endsubscribers endmembers endbestand eop",
        words="customers subscribers members closing",
    ),
    "opening": Meaning(
        "number",
        "customers at the start",
        "opening openingcustomers customersatstart startingcustomers beginningcustomers start "
        "customersstart bop openingbalance startcustomers begin beginning openingsubs openingsubscribers "
        "startsubs beginningsubs anfangsbestand",
        words="opening atstart",
    ),
    "won": Meaning(
        "number",
        "customers won",
        "won new newcustomers acquired acquisitions added additions adds grossadds signups joined "
        "gained neukunden новые newsubscribers newmembers customerswon customersacquired activations "
        "newdonors newclients customersadded customersgained",
        words="new won acquired gained",
    ),
    "lost": Meaning(
        "number",
        "customers lost",
        "lost churned churnedcustomers lostcustomers cancelled cancellations left churns disconnects "
        "lapsed departures verloren kündigungen ушли customerslost attrition deactivations "
        "cancelledcustomers losses leavers numberchurned terminations отток",
        words="lost churned cancelled cancellations lapsed",
    ),
    "churn": Meaning(
        "number",
        "the share of customers lost",
        "churn churnrate churn% churnpercent attritionrate lossrate churnpct kündigungsquote",
        words="churn attrition lossrate",
    ),
    "revenue": Meaning(
        "number",
        "revenue",
        "revenue sales turnover income mrr umsatz выручка netsales revenues netrevenue ca",
        words="revenue sales turnover",
    ),
    "spend": Meaning(
        "number",
        "what was spent",
        "spend marketing marketingspend cost costs budget adspend advertising ads expenses "
        "marketingcost acquisitionspend retentionspend spending werbung расходы",
        words="spend cost budget expense advertis marketing",
    ),
}

SURVEY_FIELDS = {
    "customer": replace(WHO, needed=False),
    "date": Meaning(
        "day",
        "when it was answered",
        "date surveydate answered answeredat submitted responsedate timestamp day datum дата",
        words="date submitted answered",
    ),
    "answer": Meaning(
        "number",
        "how likely to recommend, 0 to 10",
        "nps npsscore score recommend recommendation likelihoodtorecommend ltr rating answer "
        "npsrating wouldrecommend howlikely weiterempfehlung оценка likelytorecommend",
        words="nps recommend howlikely score",
    ),
    "satisfaction": Meaning(
        "number",
        "how satisfied",
        "satisfaction csat satisfied overallsatisfaction zufriedenheit удовлетворенность sat",
        words="satisf csat zufrieden",
    ),
    "reason": Meaning(
        "word",
        "why",
        "reason comment comments why verbatim feedback text grund причина комментарий",
        words="reason comment why",
    ),
    "segment": Meaning(
        "word",
        "the segment",
        "segment group tier customersegment",
    ),
}

FIELDS: dict[TableKind, dict[str, Meaning]] = {
    TableKind.TRANSACTIONS: PURCHASE_FIELDS,
    TableKind.CUSTOMERS: CUSTOMER_FIELDS,
    TableKind.PERIODS: PERIOD_FIELDS,
    TableKind.SURVEY: SURVEY_FIELDS,
}
"""The meanings of columns by the kind of table; earlier ones take their column first."""

REPEATED = ("spend",)
"""Meanings that several columns of a table may have: spending, line by line."""


def squeezed(name: str) -> str:
    """A name without what people write differently: case, blanks, underscores, marks, units in brackets."""
    bare = re.sub(r"[(\[].*?[)\]]", "", name).casefold()
    return re.sub(r"[^\w?%]|_", "", bare) or re.sub(r"[^\w]|_", "", name.casefold())

"""Names of columns for the day on which a customer came or left, in the languages of Europe.

A name is a word for coming or leaving, alone or with words such as date, on or day, in any order: Leave Date,
date_left, Fecha de baja, Austrittsdatum. Accents do not count.
"""

import re
import unicodedata

FILLING = """
date dates day days on at of the dt datum fecha data дата dag dzien jour tag am vom le la de del di du der des
do da d l zum their member members membership customer client account mitglied mitglieds kunde
"""

JOINED_TO = ("date", "datum", "fecha", "дата", "day", "dt", "on", "at")
"""Words that may be written together with it, before or after it."""

OF_COMING = """
join joins joined joining start starts started starting begin begins began beginning signup signedup signed
enrol enrolled enrolment enroll enrollment register registered registration subscribe subscribed activate
activated activation open opened since onboarded onboarding entry entered arrival arrived admission admitted
eintritt eintritts beitritt beitritts beginn vertragsbeginn anmeldung anmelde angemeldet seit adhesion
inscription entree debut arrivee alta inicio ingreso inscripcion iscrizione inizio adesione ingresso entrada
adesao inscricao inschrijving aanvang aanmelding ingang przystapienia poczatek rozpoczecia dolaczenia
rejestracji начало начала вступления вступил подключения регистрации indtradt intrade intradet oppstart
"""

OF_LEAVING = """
leave leaves leaving left depart departed departure exit exits exited exiting quit quits quitting resign
resigned resignation terminate terminated termination cancel cancels cancelled canceled cancelling canceling
cancellation cancelation end ended ends ending finish finished close closed closing closure churn churned lost
lapse lapsed until till expire expired expires expiry expiration unsubscribe unsubscribed deactivate
deactivated deactivation disconnect disconnected disconnection dropout droppedout dropped withdrawn withdrew
withdrawal stop stopped contractend subscriptionend
kündigung kündigungs kuendigung kuendigungs gekündigt gekuendigt austritt austritts ausgetreten abgang abgangs
abmeldung abmelde abgemeldet ende vertragsende beendet départ parti sortie résiliation résilié fin finadhesion
désabonnement désinscription baja salida cancelación término terminación uscita disdetta cessazione fine
recesso saída cancelamento rescisão uitschrijving uitgeschreven opzegging opgezegd einde vertrek beëindigd
rezygnacja rezygnacji odejście odejścia zakończenie zakończenia koniec wypowiedzenia уход ухода ушел окончание
окончания отключения расторжения выхода конец utträde avslut avslutad uppsägning uppsagd slut avgang udmeldt
udmeldelse opsagt utmeldt
"""


def unaccented(text: str) -> str:
    """A text in small letters without accents."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))


FILLERS = frozenset(unaccented(FILLING).split())
"""Words that may stand beside the one that counts."""

COMING = frozenset(unaccented(OF_COMING).split())
LEAVING = frozenset(unaccented(OF_LEAVING).split())


def heart_of(name: str) -> set[str]:
    """What is left of a name without the words around it; several where these may be written together."""
    apart = re.sub(r"(?<=[a-zà-ÿа-я])(?=[A-ZÀ-ÞА-Я])", " ", re.sub(r"[(\[].*?[)\]]", "", name))
    words = re.findall(r"[^\W_]+", unaccented(apart))
    bare = "".join(one for one in words if one not in FILLERS)
    found = {bare}
    for one in JOINED_TO:
        found |= {bare.removesuffix(one), bare.removeprefix(one)}
    return found - {""}

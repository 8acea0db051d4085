/**
 * Where everybody may have a mailbox, so that two people of one domain have nothing in common. Of one that is not here,
 * a firm's, a school's or a person's own, the same can be said of no two people.
 */
const providers: ReadonlySet<string> = new Set(
  [
    "gmail.com googlemail.com icloud.com me.com mac.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com",
    "aol.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de posteo.de",
    "mailbox.org mail.com zoho.com fastmail.com hey.com tutanota.com tuta.com yandex.com yandex.ru ya.ru mail.ru bk.ru",
    "list.ru inbox.ru rambler.ru ukr.net seznam.cz centrum.cz wp.pl o2.pl onet.pl onet.eu interia.pl interia.eu op.pl",
    "gazeta.pl orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr libero.it virgilio.it tiscali.it alice.it",
    "tin.it telefonica.net terra.es sapo.pt uol.com.br bol.com.br terra.com.br ig.com.br globo.com btinternet.com sky.com",
    "virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk comcast.net verizon.net att.net sbcglobal.net cox.net",
    "charter.net bellsouth.net earthlink.net shaw.ca rogers.com telus.net bigpond.com optusnet.com.au xtra.co.nz qq.com",
    "163.com 126.com yeah.net sina.com sohu.com foxmail.com naver.com daum.net hanmail.net rediffmail.com ziggo.nl",
    "kpnmail.nl telenet.be skynet.be bluewin.ch telia.com walla.co.il mynet.com simplelogin.com aleeas.com mozmail.com",
    "duck.com privaterelay.appleid.com",
  ].flatMap((line) => line.split(" ")),
);

/** Those of one firm in many countries: `hotmail.co.uk`, `yahoo.com.br`, `outlook.fr`. */
const brands = /^(?:hotmail|outlook|live|yahoo|ymail|msn|yandex)\.[a-z]{2,3}(?:\.[a-z]{2})?$/;

/** Domains in lower case. */
export function isMailProvider(domain: string): boolean {
  return providers.has(domain) || brands.test(domain);
}

import type { Chance } from "#bench/fraud-world/chance";

const words = (text: string) => text.split(/\s+/);

/** What a search for such a service shows first: known to every list. */
export const famousDisposableDomains = words(
  `mailinator.com guerrillamail.com guerrillamail.info yopmail.com yopmail.fr 10minutemail.com
   20minutemail.com temp-mail.org temp-mail.io sharklasers.com trashmail.com throwawaymail.com
   maildrop.cc getnada.com dispostable.com fakeinbox.com mohmal.com 1secmail.com mailnesia.com
   tempmailo.com`,
);

/** Further names of the same services, the smaller ones, and names that long lists of 100,000 have of some that came and went. */
export const obscureDisposableDomains = words(
  `grr.la spam4.me mailcatch.com mytemp.email emailondeck.com tempail.com mintemail.com moakt.cc
   inboxkitten.com dropmail.me tmpmail.net spamgourmet.com discard.email burnermail.io 33mail.com
   guerrillamail.biz guerrillamailblock.com pokemail.net yopmail.net cool.fr.nf jetable.fr.nf
   courriel.fr.nf moncourrier.fr.nf mailinator2.com reallymymail.com sogetthis.com suremail.info
   tradermail.info veryrealemail.com zippymail.info binkmail.com bobmail.info safetymail.info
   notmailinator.com devnullmail.com letthemeatspam.com mailin8r.com sendspamhere.com trashmail.me
   trashmail.net kurzepost.de wegwerfmail.de objectmail.com proxymail.eu rcpt.at emlhub.com emltmp.com
   freeml.net laste.ml 1secmail.org wwjmp.com esiix.com xojxe.com yoggm.com oosln.com vddaz.com
   armyspy.com cuvox.de dayrep.com einrot.com fleckens.hu gustr.com jourrapide.com rhyta.com
   superrito.com teleworm.us abyssmail.com dropjar.com getairmail.com givmail.com inboxbear.com
   tafmail.com vomoto.com zetmail.com mailsac.com mailpoof.com tempr.email discardmail.com
   emailfake.com generator.email incognitomail.org mailtothis.com anonbox.net fexpost.com mailto.plus
   fexbox.org rover.info chitthi.in inpwa.com intopwa.com merepost.com bccto.me tempinbox.com
   tmails.net mailnull.com spambox.us trbvm.com vpslists.com bareed.ws mailforspam.com owlymail.com
   byom.de tempmail.plus pleasenoham.org linshiyou.com chacuo.net 027168.com wuzup.net boximail.com
   harakirimail.com ethersportz.info eelmail.com gishpuppy.com jetable.org no-spam.ws nowmymail.com
   soodonims.com tempomail.fr zehnminutenmail.de mailtemp.info smailpro.com ephemail.net tmail.ws
   mvrht.net crazymailing.com rppkn.com qiott.com dcctb.com kzccv.com monitoruleconomic.com puchong.org
   77448f.com tempmailer.de telanganajobs.net dnld.online berkah-herbal.com spybox.de yatube11.com
   246hltwog9utrzsfmj.ga zipo1.ml cuan.email byng.de for4mail.com g6ijuf.site mot1zb3cxdul.cf
   kijmjb.com txtb.site 16rexell.website rhpzrwl4znync9f4f.ml`,
);

/** Services that give everybody a name of one's own below theirs. */
const hostDomains = ["33mail.com", "anonbox.net", "freeml.net", "emltmp.com", "mailinator.com", "dropmail.me"] as const;

/** Of what such services offer: two in five are known to all, half only to long lists, the rest lie below one. */
export function drawDisposableDomain(chance: Chance): string {
  return chance.weighted([
    [chance.pick(famousDisposableDomains), 40],
    [chance.pick(obscureDisposableDomains), 50],
    [`${chance.token().slice(0, 6)}.${chance.pick(hostDomains)}`, 10],
  ]);
}

"""Domains at which people in the Netherlands, Belgium, Luxembourg, France, Germany and around have their mail."""

from typing import Final

_LISTED: Final = """
gmail.com googlemail.com icloud.com me.com mac.com aol.com aol.de aol.fr aim.com mail.com email.com ymail.com
hotmail.com hotmail.nl hotmail.be hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.co.uk hotmail.ch hotmail.at
outlook.com outlook.nl outlook.be outlook.fr outlook.de outlook.it outlook.es outlook.at outlook.ie
live.com live.nl live.be live.fr live.de live.it live.co.uk msn.com passport.com windowslive.com
yahoo.com yahoo.nl yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.ie yahoo.co.uk rocketmail.com
proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tutamail.com tuta.com tuta.io hey.com
fastmail.com fastmail.fm zoho.com zoho.eu yandex.com yandex.ru mail.ru inbox.com hushmail.com disroot.org riseup.net
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl hetnet.nl xs4all.nl upcmail.nl casema.nl chello.nl quicknet.nl
tele2.nl solcon.nl zonnet.nl telfort.nl caiway.nl online.nl wxs.nl versatel.nl freeler.nl zeelandnet.nl delta.nl
onsnet.nu freedom.nl soverin.net odido.nl t-mobile.nl kabelfoon.nl wanadoo.nl orange.nl multiweb.nl
telenet.be skynet.be proximus.be scarlet.be pandora.be voo.be belgacom.net base.be edpnet.be mobilevikings.be
orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr
gmx.fr cegetel.net 9online.fr noos.fr tele2.fr libertysurf.fr nordnet.fr mailo.com netcourrier.com
gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de posteo.de mailbox.org arcor.de vodafone.de
vodafonemail.de kabelmail.de online.de onlinehome.de o2online.de o2mail.de ewe.net ewetel.net netcologne.de
unitybox.de versanet.de magenta.de email.de mail.de t-online.at aon.at chello.at bluewin.ch sunrise.ch hispeed.ch
pt.lu internet.lu vo.lu vodafone.lu tango.lu
btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
libero.it alice.it tin.it virgilio.it telefonica.net wp.pl onet.pl interia.pl o2.pl
"""
PROVIDERS: Final = frozenset(_LISTED.split())

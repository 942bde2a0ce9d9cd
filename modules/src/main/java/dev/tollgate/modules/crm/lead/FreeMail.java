package dev.tollgate.modules.crm.lead;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Domains at which anybody can have a mailbox: the domain of such an address tells nothing about a company. */
final class FreeMail {

    private static final Set<String> DOMAINS =
            """
            gmail.com googlemail.com outlook.com outlook.de outlook.es outlook.fr outlook.it outlook.jp hotmail.com
            hotmail.co.uk hotmail.de hotmail.es hotmail.fr hotmail.it live.com live.co.uk live.de live.fr live.it live.nl
            live.no live.se msn.com passport.com yahoo.com yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com.au
            yahoo.com.br yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.in yahoo.it ymail.com rocketmail.com aol.com aim.com
            icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io
            tuta.com fastmail.com fastmail.fm hushmail.com hey.com zoho.com zohomail.com zohomail.eu mail.com email.com
            gmx.com gmx.net gmx.de gmx.at gmx.ch gmx.us web.de freenet.de t-online.de arcor.de mailbox.org posteo.de
            posteo.net mail.de orange.fr wanadoo.fr free.fr sfr.fr laposte.net libero.it virgilio.it tiscali.it alice.it
            tin.it email.it telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl online.no bluewin.ch terra.es
            btinternet.com sky.com ntlworld.com talktalk.net virginmedia.com comcast.net verizon.net att.net
            sbcglobal.net bellsouth.net cox.net charter.net earthlink.net juno.com optonline.net rogers.com shaw.ca
            sympatico.ca bigpond.com optusnet.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br rediffmail.com qq.com
            foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com naver.com daum.net
            hanmail.net docomo.ne.jp ezweb.ne.jp softbank.ne.jp mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru
            yandex.com ya.ru rambler.ru ukr.net seznam.cz centrum.cz email.cz wp.pl o2.pl onet.pl interia.pl gazeta.pl
            abv.bg freemail.hu citromail.hu inbox.lv walla.co.il walla.com
            """.lines().flatMap(line -> Stream.of(line.split(" ", -1))).collect(Collectors.toUnmodifiableSet());

    private FreeMail() {}

    /** Whether a domain, in lower case, is one of them. */
    static boolean has(String domain) {
        return DOMAINS.contains(domain);
    }
}

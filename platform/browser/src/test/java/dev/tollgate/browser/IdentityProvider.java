package dev.tollgate.browser;

import java.net.InetAddress;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/** An identity provider with a page to sign in at, where anybody may say who they are. Started once per JVM. */
final class IdentityProvider {

    private static final String NAME = "people";

    private IdentityProvider() {}

    /** As its tokens name it. */
    static String url() {
        return Running.SERVER.issuerUrl(NAME).toString();
    }

    private static final class Running {
        static final MockOAuth2Server SERVER = start();

        private static MockOAuth2Server start() {
            var asksWhoTheyAre = true;
            var config = new OAuth2Config(
                    asksWhoTheyAre, null, null, false, new OAuth2TokenProvider(), Set.of(), new NettyWrapper(null));
            var server = new MockOAuth2Server(config);
            server.start(InetAddress.getLoopbackAddress(), 0);
            return server;
        }
    }
}

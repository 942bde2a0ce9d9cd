package dev.tollgate.gateway.console;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.GatewayFixture;

/** Sign-in to the console, with browsers of addresses of their own. */
abstract class OnSignInPages {

    static final GatewayFixture GATEWAY = GatewayFixture.shared();
    static final String SESSION = "__Host-tollgate_session";

    static Browser stranger() {
        return new Browser(GATEWAY.base()).from(GatewayFixture.newAddress());
    }
}

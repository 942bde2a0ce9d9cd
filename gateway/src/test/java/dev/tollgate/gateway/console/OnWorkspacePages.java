package dev.tollgate.gateway.console;

import dev.tollgate.gateway.fixture.Browser;
import dev.tollgate.gateway.fixture.GatewayFixture;
import org.junit.jupiter.api.BeforeEach;

/** An operator's browser on the pages of a new workspace. */
abstract class OnWorkspacePages {

    static final GatewayFixture GATEWAY = GatewayFixture.shared();

    final Browser browser = Browser.ofOperator(GATEWAY);
    GatewayFixture.Prepared acme;

    /** Path of the workspace's pages. */
    String workspace;

    @BeforeEach
    void open() {
        acme = GATEWAY.tenant("business");
        workspace = "/console/workspaces/" + acme.workspace();
    }
}

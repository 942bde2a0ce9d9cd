package dev.tollgate.loadtest.modules;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.Installation;
import java.util.UUID;

/** The installation of all legs, and their size. */
record ModulesTestbed(Installation installation, boolean quick) {

    /** The number for a quick run, or that for a full one. */
    int sized(int quickSize, int fullSize) {
        return quick ? quickSize : fullSize;
    }

    Gateway gateway() {
        return installation.gateway();
    }

    /** The workspace that was made last, as rows name it. */
    UUID lastWorkspace() {
        return UUID.fromString(
                installation.servers().sql().text("SELECT id FROM control.workspace ORDER BY id DESC LIMIT 1"));
    }

    /** An application in a workspace of its own that has this module and may do everything in it. */
    AppClient client(String module) {
        var account = BenchAccount.create(installation.control());
        account.module(module, true);
        return account.client(gateway().port(), module + ":read", module + ":write");
    }
}

package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;

/**
 * A tenant with one workspace and one endpoint, and whoever makes its tasks.
 *
 * @param path of the receiver's URL, its alone
 * @param preparedMicros what was charged before the first task
 */
record Subscriber(Account account, AppClient client, String endpoint, String path, long preparedMicros) {

    void move(String step) {
        var _ = account.control()
                .post("/workspaces/" + account.workspace() + "/webhooks/" + endpoint + "/" + step, null);
    }
}

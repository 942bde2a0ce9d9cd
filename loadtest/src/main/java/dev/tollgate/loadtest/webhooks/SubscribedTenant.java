package dev.tollgate.loadtest.webhooks;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;

/**
 * A tenant with one workspace and one endpoint, and the client that creates its tasks.
 *
 * @param path of the receiver's URL, unique to this endpoint
 */
record SubscribedTenant(BenchAccount account, AppClient client, String endpoint, String path) {

    /** Pauses, resumes or archives the endpoint. */
    void move(String step) {
        var _ = account.post("/webhooks/" + endpoint + "/" + step, null);
    }
}

package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.webhooks.WebhookDatabase;
import java.util.UUID;

/** API keys that hold endpoints, as the control plane would keep and announce them. */
record Holders(WebhookDatabase database) {

    /** A new key with these scopes. */
    ApiKeyId key(WorkspaceId workspace, String... scopes) {
        var key = new ApiKeyId(UUID.randomUUID());
        database.execute("INSERT INTO control.test_holder (workspace_id, kind, id, scopes) VALUES ('"
                + workspace.value() + "', 'api_key', '" + key.value() + "', '{" + String.join(",", scopes) + "}')");
        return key;
    }

    /** From now on the key holds the endpoint, which covers these types. */
    void hold(ApiKeyId key, UUID endpoint, String types) {
        database.execute("UPDATE webhooks.endpoint SET holder_kind = 'api_key', holder_id = '" + key.text()
                + "', event_types = '{" + types + "}', version = version + 1 WHERE id = '" + endpoint + "'");
    }

    void revoke(ApiKeyId key) {
        database.execute("DELETE FROM control.test_holder WHERE id = '" + key.value() + "'");
        tell(key);
    }

    void narrow(ApiKeyId key, String scopes) {
        database.execute("UPDATE control.test_holder SET scopes = '{" + scopes + "}' WHERE id = '" + key.value() + "'");
        tell(key);
    }

    /** The key ends by itself; nobody is told. */
    void expireIn(ApiKeyId key, int seconds) {
        database.execute("UPDATE control.test_holder SET ends_at = now() + interval '" + seconds
                + " seconds' WHERE id = '" + key.value() + "'");
    }

    private void tell(ApiKeyId key) {
        database.execute("SELECT pg_notify('tollgate_access', '" + key.text() + "')");
    }

    /** Its missing scopes, in their order. */
    String missing(UUID endpoint) {
        return database.text("SELECT missing_scopes FROM webhooks.endpoint WHERE id = '" + endpoint + "'");
    }
}

package dev.tollgate.webhooks.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.SigningKeyId;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.signature.SigningKey;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A change of the key that secrets are kept under. */
class SecretReencryptionTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] OLD = filled((byte) 1);
    private static final byte[] NEW = filled((byte) 2);

    private final WebhookDatabase database = new WebhookDatabase();
    private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    private final WebhookId webhook = new WebhookId(new Seeds(database).endpoint(workspace.value()));
    private final SigningKeyId id = new SigningKeyId(UUID.randomUUID());
    private final SigningKey key = SigningKey.random(id.text(), RANDOM);

    private static byte[] filled(byte value) {
        var key = new byte[SecretBox.KEY_BYTES];
        Arrays.fill(key, value);
        return key;
    }

    private static SecretBox box(byte[] present, byte[]... former) {
        return new SecretBox(present, List.of(former), RANDOM);
    }

    @Test
    void secrets_under_a_former_key_are_sealed_anew_and_then_need_it_no_longer() {
        var vertx = Vertx.vertx();
        var app = Database.open(vertx, database.settings, DatabaseRole.APP, 1, Clock.systemUTC());
        var dispatcher = Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, Clock.systemUTC());
        app.transaction(
                        new RowSecurityContext(null, workspace, false),
                        Instant.now().plusSeconds(5),
                        tx -> new SigningKeys(box(OLD)).add(tx, workspace, webhook, id, key, Instant.now()))
                .await();
        var withBoth = new SecretReencryption(dispatcher, box(NEW, OLD), Clock.systemUTC());

        var resealed = withBoth.step().await();
        var again = withBoth.step().await();

        var keys =
                new SigningKeys(box(NEW)).live(dispatcher, workspace, webhook).await();
        assertThat(resealed).isEqualTo(1);
        assertThat(again).isZero();
        assertThat(keys).containsExactly(key);
        assertThatThrownBy(() -> new SigningKeys(box(OLD))
                        .live(dispatcher, workspace, webhook)
                        .await())
                .hasMessageContaining("which is not in the settings");
        vertx.close().await();
    }
}

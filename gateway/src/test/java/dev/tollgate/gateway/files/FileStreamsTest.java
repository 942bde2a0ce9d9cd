package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.intake.IntakeChecks;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileStreamsTest {

    private final FileStreams streams = new FileStreams(() -> 0);

    private static Credential of(TenantId tenant) {
        var workspace = new WorkspaceSnapshot(
                new WorkspaceId(UUID.randomUUID()),
                tenant,
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of("assets"),
                "business");
        var actor = new Actor(Actor.Kind.API_KEY, "key_test", "tester");
        return new Credential(UUID.randomUUID(), actor, Surface.REST, workspace, Set.of(), null, null, false);
    }

    @Test
    void a_tenant_leaves_slots_for_others() {
        var tenant = new TenantId(UUID.randomUUID());
        var inside = new ArrayList<Credential>();
        for (int at = 0; at < FileStreams.TENANT_MAX; at++) {
            inside.add(of(tenant));
            assertThat(streams.enter(inside.getLast())).isNull();
        }
        var late = of(tenant);

        assertThat(streams.enter(late)).isNotNull();
        assertThat(streams.enter(of(new TenantId(UUID.randomUUID())))).isNull();
        streams.leave(inside.getFirst());
        assertThat(streams.enter(late)).isNull();
    }

    @Test
    void all_slots_that_are_taken_in_vain_are_free_again() {
        var tenant = new TenantId(UUID.randomUUID());
        var credential = of(tenant);
        for (int at = 0; at < FileStreams.CREDENTIAL_MAX; at++) {
            assertThat(streams.enter(credential)).isNull();
        }
        for (int at = 0; at < FileStreams.TENANT_MAX; at++) {
            assertThat(streams.enter(credential)).isNotNull();
        }

        assertThat(streams.enter(of(tenant))).isNull();
    }

    @Test
    void a_credential_has_one_rate_on_all_loops() {
        var credential = of(new TenantId(UUID.randomUUID()));
        var admitted = new AtomicInteger();

        try (var loops = Executors.newFixedThreadPool(4)) {
            for (int at = 0; at < 400; at++) {
                loops.execute(() -> {
                    if (streams.request(credential, 10, 1_000) == null) {
                        admitted.incrementAndGet();
                    }
                });
            }
        }

        // Four times its limit, and the one that finds the bucket full to the brim.
        assertThat(admitted.get()).isEqualTo(41);
        assertThat(streams.request(of(new TenantId(UUID.randomUUID())), 10, 1_000))
                .isNull();
    }

    @Test
    void all_credentials_of_a_tenant_together_have_its_rate() {
        var tenant = new TenantId(UUID.randomUUID());
        int tenantRate = 20;
        int admitted = 0;

        for (int at = 0; at < 100; at++) {
            admitted += streams.request(of(tenant), 10, tenantRate) == null ? 1 : 0;
        }

        // A burst of a second, and the one that finds the bucket full to the brim.
        assertThat(admitted).isEqualTo(tenantRate + 1);
        assertThat(streams.request(of(new TenantId(UUID.randomUUID())), 10, tenantRate))
                .isNull();
    }

    @Test
    void lookups_of_a_credential_are_limited_before_its_own_limit_is_known() {
        var credential = UUID.randomUUID();
        int most = 4 * FileStreams.LOOKUPS_PER_SECOND;

        for (int at = 0; at <= most; at++) {
            assertThat(streams.lookup(credential)).isNull();
        }

        assertThat(streams.lookup(credential)).isNotNull();
        assertThat(streams.lookup(UUID.randomUUID())).isNull();
    }

    @Test
    void batches_are_large_while_few_transfers_run() {
        var inside = new ArrayList<Credential>();
        for (int at = 0; at < FileStreams.LARGE_BATCHES_MAX; at++) {
            inside.add(of(new TenantId(UUID.randomUUID())));
            assertThat(streams.enter(inside.getLast())).isNull();
            assertThat(streams.bounds().batchBytes()).isEqualTo(IntakeChecks.BATCH_BYTES_MAX);
        }

        assertThat(streams.enter(of(new TenantId(UUID.randomUUID())))).isNull();

        assertThat(streams.bounds().batchBytes()).isEqualTo(IntakeChecks.BATCH_BYTES_MIN);
        streams.leave(inside.getFirst());
        assertThat(streams.bounds().batchBytes()).isEqualTo(IntakeChecks.BATCH_BYTES_MAX);
    }
}

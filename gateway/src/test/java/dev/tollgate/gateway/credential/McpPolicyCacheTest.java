package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Look-ups of a workspace's MCP policy. */
class McpPolicyCacheTest {

    private static final WorkspaceId ACME = new WorkspaceId(UUID.randomUUID());

    private final SharedCredentialLookups lookups = new SharedCredentialLookups(() -> 0);
    private final List<Promise<Optional<WorkspaceSnapshot>>> asked = new ArrayList<>();
    private final McpPolicyCache policies = new McpPolicyCache(lookups, this::ask);

    private Future<Optional<WorkspaceSnapshot>> ask(WorkspaceId workspace) {
        Promise<Optional<WorkspaceSnapshot>> answer = Promise.promise();
        asked.add(answer);
        return answer.future();
    }

    private static Optional<WorkspaceSnapshot> staticOnly() {
        return Optional.of(new WorkspaceSnapshot(
                ACME,
                new TenantId(UUID.randomUUID()),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of(),
                "team",
                McpMode.STATIC_ONLY,
                ZoneOffset.UTC));
    }

    @Test
    void a_policy_is_asked_for_once_until_a_change_is_announced() {
        lookups.listenStarted();
        var first = policies.mode(ACME);
        asked.getFirst().complete(staticOnly());

        var second = policies.mode(ACME);
        lookups.changed(ACME.value());
        var third = policies.mode(ACME);

        assertThat(first.result()).isEqualTo(McpMode.STATIC_ONLY);
        assertThat(second.result()).isEqualTo(McpMode.STATIC_ONLY);
        assertThat(third.isComplete()).isFalse();
        assertThat(asked).hasSize(2);
    }

    @Test
    void what_was_asked_before_a_change_is_not_remembered_after_it() {
        lookups.listenStarted();
        var early = policies.mode(ACME);
        lookups.changed(ACME.value());
        asked.getFirst().complete(staticOnly());

        var late = policies.mode(ACME);

        assertThat(early.isComplete()).isTrue();
        assertThat(late.isComplete()).isFalse();
    }

    @Test
    void a_workspace_that_is_not_there_and_one_that_cannot_be_asked_for_look_like_any_other() {
        lookups.listenStarted();
        var missing = policies.mode(ACME);
        asked.getFirst().complete(Optional.empty());
        var broken = policies.mode(new WorkspaceId(UUID.randomUUID()));
        asked.getLast().fail("away");

        assertThat(missing.result()).isEqualTo(McpMode.STATIC_OR_OAUTH);
        assertThat(broken.result()).isEqualTo(McpMode.STATIC_OR_OAUTH);
    }

    @Test
    void no_more_are_asked_for_at_once_than_the_bound() {
        lookups.listenStarted();
        for (int at = 0; at < McpPolicyCache.ASKING_MAX; at++) {
            assertThat(policies.mode(new WorkspaceId(UUID.randomUUID())).isComplete())
                    .isFalse();
        }

        var over = policies.mode(ACME);

        assertThat(over.result()).isEqualTo(McpMode.STATIC_OR_OAUTH);
        assertThat(asked).hasSize(McpPolicyCache.ASKING_MAX);
    }
}

package dev.tollgate.webhooks.holder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.MemberId;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.WebhookDatabase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rights of holders as the control plane stores them. */
class HolderRowsTest {

    private static final Scope TASKS = new Scope("tasks:read");
    private static final Scope CRM = new Scope("crm:read");
    private static final Scope AUDIT = new Scope("audit:read");

    private final WebhookDatabase database = new WebhookDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Database role =
            Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, Clock.systemUTC());
    private final UUID workspace = UUID.randomUUID();

    @AfterEach
    void close() {
        role.close().await();
        vertx.close().await();
    }

    @Test
    void a_member_who_may_run_webhooks_reads_everything_and_another_nothing() {
        assertThat(rights(HolderKind.MEMBER, member("member", "admin", null))).isEqualTo(HolderRights.ALL);
        assertThat(rights(HolderKind.MEMBER, member("member", "owner", null))).isEqualTo(HolderRights.ALL);
        assertThat(rights(HolderKind.MEMBER, member("member", "member", null))).isEqualTo(HolderRights.NONE);
    }

    @Test
    void an_agent_reads_what_role_and_grant_of_its_member_leave() {
        assertThat(reads(HolderKind.OAUTH_AGENT, member("oauth_agent", "admin", null)))
                .containsExactlyInAnyOrder(TASKS, CRM, AUDIT);
        assertThat(reads(HolderKind.OAUTH_AGENT, member("oauth_agent", "readonly", null)))
                .containsExactlyInAnyOrder(TASKS, CRM);
        assertThat(reads(HolderKind.OAUTH_AGENT, member("oauth_agent", "admin", "{tasks:read}")))
                .containsExactly(TASKS);
    }

    @Test
    void who_is_not_known_or_of_another_workspace_reads_nothing() {
        var key = new ApiKeyId(UUID.randomUUID());
        database.execute("INSERT INTO control.test_holder (workspace_id, kind, id, scopes) VALUES (gen_random_uuid(),"
                + " 'api_key', '" + key.value() + "', '{tasks:read}')");

        assertThat(rights(HolderKind.API_KEY, key)).isEqualTo(HolderRights.NONE);
        assertThat(rights(HolderKind.API_KEY, new ApiKeyId(UUID.randomUUID()))).isEqualTo(HolderRights.NONE);
    }

    private MemberId member(String kind, String of, @Nullable String granted) {
        var member = new MemberId(UUID.randomUUID());
        database.execute("INSERT INTO control.test_holder (workspace_id, kind, id, role, granted) VALUES ('" + workspace
                + "', '" + kind + "', '" + member.value() + "', '" + of + "', "
                + (granted == null ? "NULL" : "'" + granted + "'") + ")");
        return member;
    }

    private HolderRights rights(HolderKind kind, Id id) {
        var place = new HolderRows.WorkspaceHolder(workspace, new Holder(kind, id.text()));
        var rows = new HolderRows(Set.of("tasks", "crm"), true);
        return role.transaction(
                        RowSecurityContext.NONE,
                        Instant.now().plusSeconds(10),
                        transaction -> rows.rights(transaction, Set.of(place)))
                .await()
                .getOrDefault(place, HolderRights.NONE);
    }

    private Set<Scope> reads(HolderKind kind, Id id) {
        var rights = rights(kind, id);
        return Set.of(TASKS, CRM, AUDIT).stream()
                .filter(scope -> rights.reads(scope, Instant.now()))
                .collect(Collectors.toUnmodifiableSet());
    }
}

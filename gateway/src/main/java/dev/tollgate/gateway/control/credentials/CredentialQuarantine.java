package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.rows.RowStamp;
import dev.tollgate.gateway.credential.AccessInvalidation;
import dev.tollgate.gateway.credential.CredentialKind;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of use that were found in public. A leak of the newest secret puts its credential into quarantine
 * until it is rotated: nothing of it works, and the old secret never again. One that a newer secret has replaced ends
 * at once, and the credential goes on: its owner has rotated it already. A second report of a secret changes nothing.
 */
public final class CredentialQuarantine {

    private static final String TYPE = "credential.leaked";
    private static final String RESOURCE = "credential";
    private static final String VERB = ".report_leak";

    /** The audit actions of these changes, which no operation declares. */
    public static final List<String> ACTIONS =
            List.of(CredentialKind.API_KEY.word() + VERB, CredentialKind.MCP_CLIENT.word() + VERB);

    /** The event of these changes. */
    public static final EventDeclaration EVENT = new EventDeclaration(
            TYPE,
            "A secret of a credential was found in public and opens nothing any more.",
            new CredentialLeaked(
                    new ApiKeyId(UUID.fromString("019abe88-38ce-7c41-8a57-b1d6a9e0f3c2")).text(),
                    CredentialKind.API_KEY.word(),
                    CredentialStatus.QUARANTINED,
                    "tgk_0000AAAA",
                    Instant.parse("2026-12-02T08:30:00Z"),
                    "github",
                    "commit",
                    "https://github.com/example/shop/blob/main/settings.yaml"));

    private static final String SECRET = """
            SELECT s.ends_at IS NOT NULL AS replaced
              FROM control.credential c
              JOIN control.credential_secret s ON s.workspace_id = c.workspace_id AND s.credential_id = c.id
             WHERE c.workspace_id = $1 AND c.id = $2 AND s.hash = ANY ($3)
               AND c.revoked_at IS NULL AND NOT c.quarantined AND (s.ends_at IS NULL OR s.ends_at > now())
            """;

    private static final String END = """
            UPDATE control.credential_secret SET ends_at = now()
             WHERE workspace_id = $1 AND credential_id = $2 AND hash = ANY ($3) AND ends_at IS NOT NULL
            """;

    /**
     * A secret that was found in public.
     *
     * @param id of its credential, in the workspace of the call
     * @param hashes under which it may be stored
     * @param prefix its first twelve characters
     * @param source kind of place, as the reporter names it
     * @param url of the place
     */
    public record LeakedSecret(
            CredentialKind<?> kind,
            UUID id,
            List<Buffer> hashes,
            String prefix,
            @Nullable String source,
            @Nullable String url) {
        public LeakedSecret {
            hashes = List.copyOf(hashes);
        }

        private Tuple key(UUID workspace) {
            return Tuple.of(workspace, id).addArrayOfBuffer(hashes.toArray(Buffer[]::new));
        }
    }

    private final Work work;
    private final IdSource ids;
    private final InstantSource clock;

    public CredentialQuarantine(Work work, IdSource ids, InstantSource clock) {
        this.work = work;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes a secret out of use, by a call on its workspace whose actor has reported it. Free for the workspace.
     *
     * @return whether it was in use, once that is durable
     */
    public Future<Outcome<Boolean>> take(Call<?> call, LeakedSecret secret) {
        return take(call, secret.kind(), secret);
    }

    private <K extends Id> Future<Outcome<Boolean>> take(Call<?> call, CredentialKind<K> kind, LeakedSecret secret) {
        return work.background()
                .write(
                        call,
                        tx -> {
                            tx.waitForLocks();
                            return taken(tx, call, kind, secret);
                        },
                        _ -> {});
    }

    private <K extends Id> Future<Outcome<Change<Boolean>>> taken(
            Transaction tx, Call<?> call, CredentialKind<K> kind, LeakedSecret secret) {
        var at = call.caller().workspaceId();
        var locked = new CredentialTable(kind.word()).locked(tx, at, secret.id());
        var inUse = tx.query(SECRET, secret.key(at.value()));
        return locked.compose(row -> inUse.compose(rows -> {
            if (row.isEmpty() || rows.size() == 0) {
                return Future.succeededFuture(Outcome.done(Change.of(false)));
            }
            var before = row.get();
            boolean replaced = rows.iterator().next().getBoolean("replaced");
            return taken(tx, call, secret, before, replaced)
                    .map(after -> Outcome.done(
                            change(call, kind, ShownCredential.of(kind, before), ShownCredential.of(kind, after))));
        }));
    }

    private Future<CredentialRow> taken(
            Transaction tx, Call<?> call, LeakedSecret secret, CredentialRow before, boolean replaced) {
        var table = new CredentialTable(secret.kind().word());
        var stamp = RowStamp.of(call, clock);
        var leak = new CredentialLeak(secret.prefix(), stamp.time(), stamp.actor(), secret.source(), secret.url());
        var leaked = table.leaked(tx, before, leak, !replaced, stamp);
        Future<?> ended =
                replaced ? tx.query(END, secret.key(before.workspaceId().value())) : Future.succeededFuture();
        var told = AccessInvalidation.tell(tx, secret.kind().id().apply(before.id()));
        var after = table.row(tx, before.workspaceId(), before.id());
        return Future.all(leaked, ended, told).compose(_ -> after);
    }

    private <K extends Id> Change<Boolean> change(
            Call<?> call, CredentialKind<K> kind, ShownCredential<K> before, ShownCredential<K> after) {
        var leak = Objects.requireNonNull(after.leak());
        var told = new CredentialLeaked(
                after.id().text(),
                kind.word(),
                after.status(),
                leak.prefix(),
                leak.reportedAt(),
                leak.reporter(),
                leak.source(),
                leak.url());
        var event = new DomainEvent(
                ids.next(),
                TYPE,
                call.facts().time(),
                call.caller().tenantId(),
                call.caller().workspace(),
                call.facts().requestId(),
                RESOURCE,
                after.id().text(),
                after.version(),
                Json.object(told));
        var record = new RecordChange(kind.word(), null, before, after);
        return new Change<>(true, List.of(record), kind.word() + VERB, false).publishing(event);
    }
}

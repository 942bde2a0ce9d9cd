package dev.tollgate.gateway.control.leaks;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.credentials.CredentialQuarantine;
import dev.tollgate.gateway.control.credentials.CredentialQuarantine.LeakedSecret;
import dev.tollgate.gateway.control.leaks.LeakOperations.LeakVerdict;
import dev.tollgate.gateway.credential.CredentialKind;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code report_leaks}: believes the signature, looks all tokens up by one statement, and takes those that work
 * out of use one after the other, each in its workspace. May be repeated: what was taken out of use stays so. One per
 * event loop.
 */
public final class LeakReports {

    private static final Logger LOGGER = LoggerFactory.getLogger(LeakReports.class);

    private static final String FIND = """
            SELECT hash, credential_id, kind, workspace_id, tenant_id, ended FROM control.leaked_credentials($1)
            """;

    /** A reported token, and the credential it is a secret of. */
    private record Found(
            LeakedToken leaked, LeakedSecret secret, TenantId tenant, WorkspaceId workspace, boolean ended) {}

    private final PlatformContext context;
    private final AlertSignatures signatures;
    private final Peppers peppers;
    private final OperatorTokens operators;
    private final CredentialQuarantine quarantine;
    private final LeakMetrics counts;

    private LeakReports(
            PlatformContext context,
            AlertSignatures signatures,
            Peppers peppers,
            OperatorTokens operators,
            LeakMetrics counts) {
        this.context = context;
        this.signatures = signatures;
        this.peppers = peppers;
        this.operators = operators;
        this.quarantine = new CredentialQuarantine(context.work(), context.ids(), context.clock());
        this.counts = counts;
    }

    /** Serves the operation; without the reporter's keys nobody is believed, and the route is not there. */
    public static void bind(
            PlatformContext context, @Nullable ReporterKeys keys, Peppers peppers, OperatorTokens operators) {
        var counts = new LeakMetrics(context.registry());
        if (keys == null) {
            context.bus().withhold(LeakOperations.REPORT_LEAKS);
        } else {
            var signatures = new AlertSignatures(keys, System::nanoTime);
            context.bus()
                    .serve(
                            LeakOperations.REPORT_LEAKS,
                            new LeakReports(context, signatures, peppers, operators, counts)::take);
        }
    }

    /**
     * Fails where the keys or PostgreSQL are away. One credential that cannot be taken out of use keeps no other in
     * use; the report fails then, and comes again.
     */
    private Future<Outcome<List<LeakVerdict>>> take(Call<SignedMessage> call) {
        return signatures
                .payload(call.input())
                .compose(signed ->
                        signed.then(payload -> LeakReport.read(payload).then(report -> handled(call, report))));
    }

    private Future<Outcome<List<LeakVerdict>>> handled(Call<SignedMessage> call, LeakReport report) {
        return found(report).compose(found -> {
            var rest = found.iterator();
            var leakedOperators = operators(report);
            var failures = new ArrayList<Throwable>();
            return FutureLoop.whileTrue(() -> {
                        if (!rest.hasNext()) {
                            return Future.succeededFuture(false);
                        }
                        return taken(call, rest.next())
                                .onFailure(failures::add)
                                .transform(_ -> Future.succeededFuture(true));
                    })
                    .compose(_ -> told(call, leakedOperators))
                    .compose(_ ->
                            failures.isEmpty() ? Future.succeededFuture() : Future.failedFuture(failures.getFirst()))
                    .map(_ -> Outcome.done(verdicts(report, found, leakedOperators.keySet())));
        });
    }

    /** Those that are, or were, secrets of credentials. */
    private Future<List<Found>> found(LeakReport report) {
        Map<Buffer, LeakedToken> byHash = new HashMap<>();
        for (var leaked : report.tokens()) {
            leaked.token()
                    .filter(LeakReports::isOfCredential)
                    .ifPresent(token ->
                            peppers.hashes(token).forEach(hash -> byHash.putIfAbsent(Buffer.buffer(hash), leaked)));
        }
        if (byHash.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var hashes = byHash.keySet().toArray(Buffer[]::new);
        return context.database()
                .read(RowSecurityContext.NONE, FIND, Tuple.tuple().addArrayOfBuffer(hashes))
                .map(rows -> rows.stream().map(row -> found(row, byHash)).toList());
    }

    private static boolean isOfCredential(Token token) {
        return switch (token.kind()) {
            case API_KEY, MCP_CLIENT -> true;
            case OPERATOR, INVITATION -> false;
        };
    }

    private Found found(Row row, Map<Buffer, LeakedToken> byHash) {
        var leaked = byHash.get(row.getBuffer("hash"));
        if (leaked == null) {
            throw new IllegalStateException("a credential that was not asked for");
        }
        var token = leaked.token().orElseThrow();
        var secret = new LeakedSecret(
                CredentialKind.of(row.getString("kind")),
                row.getUUID("credential_id"),
                peppers.hashes(token).stream().map(Buffer::buffer).toList(),
                token.shown(),
                leaked.source(),
                leaked.url());
        return new Found(
                leaked,
                secret,
                new TenantId(row.getUUID("tenant_id")),
                new WorkspaceId(row.getUUID("workspace_id")),
                row.getBoolean("ended"));
    }

    private Future<Void> taken(Call<SignedMessage> call, Found found) {
        if (found.ended()) {
            return Future.succeededFuture();
        }
        return quarantine
                .take(call.on(found.tenant(), found.workspace()), found.secret())
                .compose(outcome -> switch (outcome) {
                    case Outcome.Done<Boolean>(Boolean inUse) -> {
                        if (inUse) {
                            logged(found);
                        }
                        yield Future.succeededFuture();
                    }
                    case Outcome.Refused<Boolean>(Refusal refusal) ->
                        throw new IllegalStateException("a leaked credential stays in use: " + refusal.detail());
                    case Outcome.Replayed<Boolean> _ -> throw new IllegalStateException("nothing is replayed here");
                });
    }

    private static void logged(Found found) {
        LOGGER.atWarn()
                .addKeyValue("workspace", found.workspace())
                .addKeyValue("secret", found.secret().prefix())
                .addKeyValue("url", found.leaked().url())
                .log("leaked secret was taken out of use");
    }

    /** The leaked tokens of operators, with their names. */
    private Map<LeakedToken, String> operators(LeakReport report) {
        Map<LeakedToken, String> names = new HashMap<>();
        for (var leaked : report.tokens()) {
            leaked.token().flatMap(operators::operator).ifPresent(name -> names.put(leaked, name));
        }
        return names;
    }

    /** Only the settings end a token of an operator: says so in the log, and in the audit of the installation. */
    private Future<Void> told(Call<SignedMessage> call, Map<LeakedToken, String> leaked) {
        leaked.forEach((token, name) -> LOGGER.atError()
                .addKeyValue("operator", name)
                .addKeyValue("url", token.url())
                .log("token of an operator was leaked and still works, remove its hash from the settings"));
        return leaked.isEmpty()
                ? Future.succeededFuture()
                : context.work()
                        .<Boolean>write(call, _ -> Future.succeededFuture(Outcome.done(Change.of(true))))
                        .mapEmpty();
    }

    private List<LeakVerdict> verdicts(LeakReport report, List<Found> found, Set<LeakedToken> ofOperators) {
        Map<String, String> kinds = new HashMap<>();
        found.forEach(one -> kinds.put(one.leaked().text(), one.secret().kind().word()));
        ofOperators.forEach(token -> kinds.put(token.text(), LeakMetrics.OPERATOR));
        return report.tokens().stream()
                .map(token -> {
                    var kind = kinds.get(token.text());
                    counts.reported(kind == null ? LeakMetrics.UNKNOWN : kind);
                    return token.verdict(kind != null);
                })
                .toList();
    }
}

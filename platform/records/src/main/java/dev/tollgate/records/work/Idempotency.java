package dev.tollgate.records.work;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.InsertSql;
import dev.tollgate.runtime.postgres.RowInsert;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.SqlStatement;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key, one effect, one answer. A key belongs to a credential, an operation and the workspace or tenant that is
 * acted on, and lives 24 hours; only answers of calls that took effect are kept, in their own transaction.
 */
final class Idempotency {

    private static final String IN_USE = "TG001";
    private static final String ANSWERED = "TG002";
    private static final String OTHER_INPUT = "TG003";

    private static final String CLAIM = "idempotency.claim($1, $2, $3, $4, $5)";
    private static final String SELECT_CLAIM = "SELECT " + CLAIM;

    /** The answer to another input stays where it is: it may be large, and nobody gets it. */
    static final String KNOWN = """
            SELECT digest, request_id, sealed, CASE WHEN digest = $5 THEN data END AS data, existed
              FROM idempotency.answer
             WHERE chain = $1 AND actor_id = $2 AND operation = $3 AND key = $4
               AND created_at > now() - interval '24 hours'
            """;

    /** Takes the place of an answer that is too old to count. */
    private static final InsertSql KEEP = InsertSql.ofValues("""
            INSERT INTO idempotency.answer AS a
                   (chain, actor_id, operation, key, digest, request_id, sealed, data, existed)""", 9).onConflict("""
            (chain, actor_id, operation, key) DO UPDATE
               SET digest = excluded.digest, request_id = excluded.request_id, sealed = excluded.sealed,
                   data = excluded.data, existed = excluded.existed, created_at = excluded.created_at
             WHERE a.created_at <= now() - interval '24 hours'
            """);

    private final Database database;
    private final EncryptedAnswers sealedAnswers;
    private final AnswerEncoder writtenAnswer;

    Idempotency(Database database, EncryptedAnswers sealedAnswers, AnswerEncoder writtenAnswer) {
        this.database = database;
        this.sealedAnswers = sealedAnswers;
        this.writtenAnswer = writtenAnswer;
    }

    /** Sends the claim; what is sent after it runs only if the key is free. */
    void claim(Transaction transaction, Call<?> call) {
        if (call.conditions().idempotencyKey() != null) {
            var _ = transaction.query(SELECT_CLAIM, claimed(call));
        }
    }

    /** The claim as an expression, which raises an error if the key is not free; null for a call without a key. */
    @Nullable SqlStatement claim(Call<?> call) {
        return call.conditions().idempotencyKey() == null ? null : new SqlStatement(CLAIM, claimed(call));
    }

    private static Tuple claimed(Call<?> call) {
        return key(call).addValue(digest(call));
    }

    /** Adds the answer to the rows of the call's transaction. */
    void keep(Consumer<RowInsert> rows, Call<?> call, Change<?> change) {
        if (call.conditions().idempotencyKey() == null) {
            return;
        }
        var secret = call.operation().has(Trait.SECRET_ANSWER);
        var data = writtenAnswer.data(call, Objects.requireNonNull(change.answer()));
        rows.accept(KEEP.row(key(call)
                .addValue(digest(call))
                .addValue(call.facts().requestId().value())
                .addValue(secret)
                .addValue(secret ? sealedAnswers.sealed(data, boundTo(call)) : data)
                .addValue(change.existed())));
    }

    /** The earlier answer to this call, a refusal if the key belongs to another call, or empty if it is unused. */
    <A> Future<Optional<Outcome<A>>> known(Call<?> call) {
        if (call.conditions().idempotencyKey() == null || call.conditions().dryRun()) {
            return Future.succeededFuture(Optional.empty());
        }
        return database.readByKey(RowSecurityContext.of(call.caller()), KNOWN, claimed(call))
                .map(rows -> FirstRow.of(rows, row -> this.<A>answer(call, row)));
    }

    private <A> Outcome<A> answer(Call<?> call, Row row) {
        if (!row.getBuffer(0).equals(digest(call))) {
            return Outcome.refused(new Refusal.IdempotencyConflict(keyText(call)));
        }
        var data = row.getBuffer(3);
        if (row.getBoolean(4)) {
            call.listener().existed();
        }
        return new Outcome.Replayed<>(
                new RequestId(row.getUUID(1)), row.getBoolean(2) ? sealedAnswers.opened(data, boundTo(call)) : data);
    }

    /** Result of a failed claim, or null if something else failed. */
    <A> @Nullable Future<Outcome<A>> lost(Call<?> call, Throwable failure) {
        var state = SqlState.sqlState(failure);
        if (call.conditions().idempotencyKey() == null || state == null) {
            return null;
        }
        return switch (state) {
            case IN_USE -> Future.succeededFuture(Outcome.refused(new Refusal.IdempotencyInProgress(keyText(call))));
            case OTHER_INPUT -> Future.succeededFuture(Outcome.refused(new Refusal.IdempotencyConflict(keyText(call))));
            case ANSWERED ->
                this.<A>known(call)
                        .map(known -> known.orElseGet(
                                () -> Outcome.refused(new Refusal.IdempotencyInProgress(keyText(call)))));
            default -> null;
        };
    }

    private static Tuple key(Call<?> call) {
        return Tuple.tuple()
                .addValue(Chain.of(call.caller()).id())
                .addValue(call.caller().actor().qualifiedId())
                .addValue(call.operation().name())
                .addValue(keyText(call));
    }

    private static String keyText(Call<?> call) {
        return Objects.requireNonNull(call.conditions().idempotencyKey());
    }

    private static Buffer digest(Call<?> call) {
        var hex = call.facts().inputDigest();
        return Buffer.buffer(hex == null ? new byte[0] : HexFormat.of().parseHex(hex));
    }

    /** A sealed answer opens only for the call it was given to. */
    private static String boundTo(Call<?> call) {
        return Chain.of(call.caller()).id() + "\n" + call.caller().actor().qualifiedId() + "\n"
                + call.operation().name() + "\n" + keyText(call);
    }
}

package dev.tollgate.billing.deadletter;

import dev.tollgate.billing.intake.UsageDayPartitions;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.DayPartitions;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Answers the operations on dead letters. */
public final class DeadLetterHandling {

    private static final int COUNTED_MAX = 10_000;

    private static final String PAGE = """
            SELECT id, made_at, reason, body, resolved_at, resolved_by, resolution, resolution_reason,
                   (EXISTS (SELECT FROM billing.dead_letter o
                             WHERE o.event_id = l.event_id AND o.resolution = 'resolved')
                    OR l.event_id IS NULL
                       AND EXISTS (SELECT FROM billing.dead_letter o
                                    WHERE o.event_id IS NULL AND o.body = l.body
                                      AND o.resolution = 'resolved')) AS event_resolved
              FROM billing.dead_letter l
             WHERE (resolved_at IS NOT NULL) = $1 AND ($2::uuid IS NULL OR id < $2)
             ORDER BY id DESC
             LIMIT $3
            """;

    /**
     * Those without an event id were unreadable when they came. They are tried again if they are named, so that they
     * keep no others from being sent. Whether the age of the others fits is asked of their event. An event of which
     * another row was resolved by hand may have been charged by hand.
     */
    private static final String LOCK = """
            SELECT id, made_at, body FROM billing.dead_letter l
             WHERE resolved_at IS NULL AND ($1::uuid[] IS NULL OR id = ANY ($1))
               AND CASE WHEN event_id IS NULL THEN $1 IS NOT NULL
                        ELSE has_tenant
                         AND uuid_extract_timestamp(event_id) BETWEEN $2 AND LEAST($3, made_at + interval '1 day') END
               AND NOT EXISTS (SELECT FROM billing.dead_letter o
                                WHERE o.event_id = l.event_id AND o.resolution = 'resolved')
               AND NOT (event_id IS NULL
                        AND EXISTS (SELECT FROM billing.dead_letter o
                                     WHERE o.event_id IS NULL AND o.body = l.body AND o.resolution = 'resolved'))
             ORDER BY id
             LIMIT $4
               FOR UPDATE OF l
            """;

    /** With every open row of the same events or records: there is one for each time they were delivered. */
    private static final String RESOLVE = """
            UPDATE billing.dead_letter
               SET resolved_at = clock_timestamp(), resolution = $2, resolved_by = $3, resolution_reason = $4
             WHERE resolved_at IS NULL
               AND (id = ANY ($1)
                    OR event_id = ANY (ARRAY(SELECT event_id FROM billing.dead_letter WHERE id = ANY ($1)))
                    OR event_id IS NULL
                       AND body = ANY (ARRAY(SELECT body FROM billing.dead_letter
                                              WHERE id = ANY ($1) AND event_id IS NULL)))
            RETURNING id
            """;

    private static final String OPEN = """
            SELECT count(*) AS open FROM (SELECT FROM billing.dead_letter WHERE resolved_at IS NULL LIMIT $1) AS l
            """;

    private final Work work;
    private final KeysetPages pages;
    private final InstantSource clock;
    private final int slices;

    /** @param slices partitions of the usage topic */
    public DeadLetterHandling(Work work, Cursors cursors, InstantSource clock, int slices) {
        this.work = work;
        this.pages = new KeysetPages(cursors);
        this.clock = clock;
        this.slices = slices;
    }

    public void serve(OperationBus bus) {
        bus.serve(DeadLetterOperations.LIST, this::list);
        bus.serve(DeadLetterOperations.RESEND, this::resend);
        bus.serve(DeadLetterOperations.RESOLVE, this::resolve);
    }

    private Future<Outcome<Page<DeadLetter>>> list(Call<DeadLetterPage> call) {
        var wanted = call.input();
        var now = clock.instant();
        return pages.page(
                call,
                new KeysetPages.Wanted(String.valueOf(wanted.isOfResolved()), wanted.cursor(), wanted.limit()),
                letter -> letter.id().value(),
                (before, count) -> work.read(call, PAGE, Tuple.of(wanted.isOfResolved(), before, count))
                        .map(rows -> KeysetPages.items(
                                rows, row -> StoredLetter.of(row).shown(now))));
    }

    private Future<Outcome<HandledDeadLetters>> resend(Call<ResendChoice> call) {
        var now = clock.instant();
        return work.write(
                call,
                transaction -> transaction
                        .query(LOCK, sendable(call.input().ids(), now))
                        .compose(rows -> sent(transaction, rows, now, call.deadline()))
                        .compose(sent ->
                                resolved(transaction, call, sent, call.input().reason(), DeadLetter.Resolution.RESENT))
                        .compose(handled ->
                                answer(transaction, handled, call.input().ids())));
    }

    private static Tuple sendable(@Nullable List<DeadLetterId> ids, Instant now) {
        return Tuple.tuple()
                .addArrayOfUUID(ids == null ? null : uuids(ids))
                .addOffsetDateTime(now.minus(UsageDayPartitions.AGE_MAX).atOffset(ZoneOffset.UTC))
                .addOffsetDateTime(now.plus(DayPartitions.AHEAD_MAX).atOffset(ZoneOffset.UTC))
                .addInteger(ResendChoice.IDS_MAX);
    }

    /** Each event or record once into the outbox: the relay sends them to the partition of their tenant. */
    private Future<List<DeadLetterId>> sent(Transaction transaction, RowSet<Row> rows, Instant now, Instant deadline) {
        List<DeadLetterId> sent = new ArrayList<>();
        Map<UUID, Tuple> messages = new LinkedHashMap<>();
        for (Row row : rows) {
            var letter = StoredLetter.of(row);
            var sending = letter.sending(now);
            if (sending != null) {
                sent.add(letter.id());
                var tenant = sending.tenant();
                messages.put(
                        sending.id(),
                        Outbox.args(
                                Partitioner.of(tenant.value(), slices),
                                Topics.USAGE,
                                tenant.text(),
                                sending.body(),
                                deadline));
            }
        }
        return messages.isEmpty()
                ? Future.succeededFuture(sent)
                : transaction
                        .batch(Outbox.INSERT.sql(), List.copyOf(messages.values()))
                        .map(sent);
    }

    private Future<Outcome<HandledDeadLetters>> resolve(Call<ResolveChoice> call) {
        var ids = call.input().ids();
        return work.write(
                call,
                transaction -> resolved(transaction, call, ids, call.input().reason(), DeadLetter.Resolution.RESOLVED)
                        .compose(handled -> answer(transaction, handled, ids)));
    }

    private static Future<List<DeadLetterId>> resolved(
            Transaction transaction,
            Call<?> call,
            List<DeadLetterId> ids,
            String reason,
            DeadLetter.Resolution resolution) {
        var how = Tuple.tuple()
                .addArrayOfUUID(uuids(ids))
                .addString(resolution.name().toLowerCase(Locale.ROOT))
                .addString(call.caller().actor().id())
                .addString(reason);
        return transaction
                .query(RESOLVE, how)
                .map(rows -> KeysetPages.items(rows, row -> new DeadLetterId(row.getUUID("id"))));
    }

    private static Future<Outcome<Change<HandledDeadLetters>>> answer(
            Transaction transaction, List<DeadLetterId> handled, @Nullable List<DeadLetterId> asked) {
        List<DeadLetterId> unchanged = asked == null
                ? List.of()
                : asked.stream().distinct().filter(id -> !handled.contains(id)).toList();
        return transaction
                .query(OPEN, Tuple.of(COUNTED_MAX))
                .map(rows -> Outcome.done(Change.of(new HandledDeadLetters(
                        handled, unchanged, rows.iterator().next().getLong("open")))));
    }

    private static UUID[] uuids(List<DeadLetterId> ids) {
        return ids.stream().map(DeadLetterId::value).toArray(UUID[]::new);
    }
}

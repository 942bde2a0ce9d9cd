package dev.tollgate.records.audit;

import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.kafka.EventPublisher;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says the heads that have moved to the outside, so that who rewrites a chain must rewrite the log and Kafka too. */
public final class Anchors {

    private static final Logger LOGGER = LoggerFactory.getLogger(Anchors.class);

    /** Heads said at a time. */
    private static final int BATCH_MAX = 1_000;

    private static final Duration TIME_MAX = Duration.ofSeconds(10);

    private static final String MOVED = """
            SELECT chain, position, hash FROM audit.head
             WHERE anchored < position AND ($2::uuid IS NULL OR chain > $2) ORDER BY chain LIMIT $1
            """;

    private static final String SAID = """
            UPDATE audit.head h SET anchored = GREATEST(h.anchored, said.position)
              FROM (SELECT chain, n.position
                      FROM unnest($1::uuid[], $2::bigint[]) AS n (chain, position) JOIN audit.head l USING (chain)
                     ORDER BY chain FOR UPDATE OF l) AS said
             WHERE h.chain = said.chain
            """;

    private final Database database;
    private final EventPublisher publisher;
    private final int partitionCount;
    private final InstantSource clock;

    /** The database is in the sealer's role. */
    public Anchors(Database database, EventPublisher publisher, int partitionCount, InstantSource clock) {
        this.database = database;
        this.publisher = publisher;
        this.partitionCount = partitionCount;
        this.clock = clock;
    }

    /**
     * Says every head that has moved since it was said last, each once however it moves meanwhile; completes with how
     * many there were.
     */
    public Future<Integer> publish() {
        var count = new AtomicInteger();
        return FutureLoop.<UUID>pages(last -> publishAfter(last, count)).map(_ -> count.get());
    }

    /** Completes with the last chain; null if there was none. */
    private Future<@Nullable UUID> publishAfter(@Nullable UUID last, AtomicInteger count) {
        return database.read(RowSecurityContext.NONE, MOVED, Tuple.of(BATCH_MAX, last))
                .map(this::anchors)
                .compose(anchors -> {
                    if (anchors.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    count.addAndGet(anchors.size());
                    return publishAll(anchors)
                            .compose(_ -> markSaid(anchors))
                            .map(_ -> anchors.getLast().chain());
                });
    }

    private List<Anchor> anchors(RowSet<Row> rows) {
        var anchors = new ArrayList<Anchor>(rows.size());
        for (var row : rows) {
            anchors.add(new Anchor(
                    row.getUUID(0),
                    row.getLong(1),
                    HexFormat.of().formatHex(row.getBuffer(2).getBytes()),
                    clock.instant()));
        }
        return anchors;
    }

    private Future<?> publishAll(List<Anchor> anchors) {
        var sent = new ArrayList<Future<?>>(anchors.size());
        for (var anchor : anchors) {
            LOGGER.atInfo()
                    .addKeyValue("chain", anchor.chain())
                    .addKeyValue("position", anchor.position())
                    .addKeyValue("hash", anchor.hash())
                    .log("audit head");
            sent.add(publisher.publish(
                    Topics.AUDIT_HEADS,
                    Partitioner.of(anchor.chain(), partitionCount),
                    anchor.chain().toString(),
                    Json.bytes(anchor)));
        }
        return Future.all(sent);
    }

    private Future<?> markSaid(List<Anchor> anchors) {
        return database.transaction(
                RowSecurityContext.NONE,
                clock.instant().plus(TIME_MAX),
                transaction -> transaction.query(
                        SAID,
                        Tuple.tuple()
                                .addValue(anchors.stream().map(Anchor::chain).toArray(UUID[]::new))
                                .addValue(anchors.stream().map(Anchor::position).toArray(Long[]::new))));
    }
}

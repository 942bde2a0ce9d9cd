package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.CopyPublisher.Acknowledged;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Publishes rows again whose last change Redis has not acknowledged. Looks first which of them have a copy at all:
 * those are published in this very round. The others are acknowledged in later rounds, ABSENT_MAX at a time. For the
 * meter's role.
 */
final class UnpublishedCopies {

    /** Rows of one look. */
    static final int PAGE = 8_192;

    /** Looks of one round. */
    static final int PAGES_MAX = 16;

    /** The most rows of one round of which it is remembered that they have no copy. */
    static final int ABSENT_MAX = 8_192;

    /** The most of one transaction: its locks are short. */
    private static final int ABSENT_BATCH = 1_024;

    private static final String UNPUBLISHED = """
            SELECT tenant, seq FROM billing.account
             WHERE publish_seq > acked_seq AND tenant > $1
             ORDER BY tenant
             LIMIT $2
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final AccountFunctions functions;
    private final CopyPublisher publisher;
    private UUID after = FIRST;

    /** Rows of one round. */
    private static final class Round {
        private final List<Acknowledged> absent = new ArrayList<>();
        private int pages;
        private int rows;
    }

    UnpublishedCopies(Database database, RedisFunctions functions, CopyPublisher publisher) {
        this.database = database;
        this.functions = new AccountFunctions(functions);
        this.publisher = publisher;
    }

    /** One round, which goes on where the round before ended; gives how many rows waited. */
    Future<Integer> publish() {
        Round round = new Round();
        return FutureLoop.whileTrue(() -> page(round))
                .compose(_ -> remember(round.absent))
                .map(_ -> round.rows);
    }

    /** Completes with whether the round goes on. */
    private Future<Boolean> page(Round round) {
        return database.read(RowSecurityContext.INSTALLATION, UNPUBLISHED, Tuple.of(after, PAGE))
                .compose(rows -> {
                    List<Acknowledged> waiting = new ArrayList<>();
                    rows.forEach(row ->
                            waiting.add(new Acknowledged(new TenantId(row.getUUID("tenant")), row.getLong("seq"))));
                    round.rows += waiting.size();
                    round.pages++;
                    after = waiting.size() < PAGE
                            ? FIRST
                            : waiting.getLast().tenant().value();
                    return each(waiting, RedisFunctions.ENTRIES_MAX, some -> publish(round, some))
                            .map(_ -> waiting.size() >= PAGE && round.pages < PAGES_MAX);
                });
    }

    private Future<Void> publish(Round round, List<Acknowledged> some) {
        return functions
                .present(some.stream().map(Acknowledged::tenant).toList())
                .compose(present -> {
                    List<TenantId> found = new ArrayList<>();
                    for (int i = 0; i < some.size(); i++) {
                        if (present.get(i)) {
                            found.add(some.get(i).tenant());
                        } else if (round.absent.size() < ABSENT_MAX) {
                            round.absent.add(some.get(i));
                        }
                    }
                    return publisher.publish(RowSecurityContext.INSTALLATION, found);
                });
    }

    private Future<Void> remember(List<Acknowledged> absent) {
        Future<Void> remembered = Future.succeededFuture();
        for (int from = 0; from < absent.size(); from += ABSENT_BATCH) {
            var some = absent.subList(from, Math.min(absent.size(), from + ABSENT_BATCH));
            remembered = remembered.compose(_ -> publisher.acknowledge(RowSecurityContext.INSTALLATION, some));
        }
        return remembered;
    }

    private static Future<Void> each(
            List<Acknowledged> all, int size, Function<List<Acknowledged>, Future<Void>> step) {
        List<Future<Void>> steps = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            steps.add(step.apply(all.subList(from, Math.min(all.size(), from + size))));
        }
        return Future.join(steps).mapEmpty();
    }
}

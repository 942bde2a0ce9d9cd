package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Insertions as one statement each, which sets the walls and the limit of time and then inserts. No transaction is
 * opened, so PostgreSQL commits the statement before it reports it done. On one event loop.
 *
 * <p>Insertions of the same context that have the same text, no guard and time left go in groups: those of one turn of
 * the loop, and those that come while no connection is free. A group shares a connection, and its insertions share
 * statements of two, four or eight, so that few texts are prepared; a group of three is two statements, one behind the
 * other. An error of one undoes its statement, and then each is sent alone.
 */
final class Insertions {

    /** Insertions of one statement; a power of two. */
    static final int SHARED_MAX = 8;

    /** An insertion joins no group that has waited longer: it would be refused when that has waited in vain. */
    static final Duration JOINED_MAX = Duration.ofMillis(200);

    /**
     * Time left of an insertion that shares a statement. The server ends one at the earliest deadline, and then the
     * outcome of all in it is unknown: one that is late must not do that to the others.
     */
    static final Duration SHARED_LEFT_MIN = Duration.ofSeconds(8);

    private static final String SET =
            "SELECT set_config('tollgate.walls', $1, true) AS w, set_config('transaction_timeout', $2, true) AS t";

    private static final int SET_PARAMETERS = 2;

    /** What the server answers, by which the answer is known on the wire. */
    private static final String INSERTED = "'inserted' AS answer";

    private static final String UNGUARDED = SET + ", " + INSERTED;

    /** Needs the row that sets the walls, so it is asked after that. */
    private static final String GUARDED =
            "SELECT " + INSERTED + ", %s FROM (" + SET + " OFFSET 0) wall WHERE wall.w = $1";

    private record Kind(String text, RowSecurityContext context) {}

    /** Insertions that go together, and until when others may join them. */
    private static final class Group {
        final List<Waiting> members = new ArrayList<>();
        final Instant until;

        Group(Instant until) {
            this.until = until;
        }

        boolean takes(Instant now) {
            return members.size() < SHARED_MAX && now.isBefore(until);
        }
    }

    /** One insertion on its way. Its future says whether it was still wanted when it was sent. */
    private record Waiting(RowSecurityContext context, Insertion insertion, String text, Promise<Boolean> promise) {

        Instant deadline() {
            return insertion.deadline();
        }

        /** The arguments of the query. */
        Tuple args(Duration left) {
            var args = Tuple.of(context.walls(), String.valueOf(left.toMillis()));
            var guard = insertion.guard();
            if (guard != null) {
                CombinedInserts.add(args, guard.args());
            }
            return args;
        }
    }

    private final ContextInternal loop;
    private final ConnectionPool connections;
    private final CombinedInserts combined;
    private final InstantSource clock;
    private final Map<String, String> guarded = new HashMap<>();

    /** The last group of each kind, which has no connection yet and is neither full nor old. */
    private final Map<Kind, Group> open = new HashMap<>();

    Insertions(ContextInternal loop, ConnectionPool connections, CombinedInserts combined, InstantSource clock) {
        this.loop = loop;
        this.connections = connections;
        this.combined = combined;
        this.clock = clock;
    }

    /** See {@link Database#insert}. */
    Future<Boolean> insert(RowSecurityContext context, Insertion insertion) {
        var one = new Waiting(context, insertion, text(insertion), Promise.promise());
        var now = clock.instant();
        if (insertion.guard() == null && !now.plus(SHARED_LEFT_MIN).isAfter(one.deadline())) {
            join(new Kind(one.text, context), one, now);
        } else {
            sendAlone(one);
        }
        return one.promise.future();
    }

    private String text(Insertion insertion) {
        var guard = insertion.guard();
        return guard == null
                ? combined.text(UNGUARDED, SET_PARAMETERS, insertion.rows(), 1)
                : combined.text(
                        guarded.computeIfAbsent(guard.sql(), Insertions::guarded),
                        SET_PARAMETERS + guard.args().size(),
                        insertion.rows(),
                        1);
    }

    private static String guarded(String guard) {
        return GUARDED.formatted(CombinedInserts.renumbered(guard, SET_PARAMETERS));
    }

    private void join(Kind kind, Waiting one, Instant now) {
        var last = open.get(kind);
        if (last == null || !last.takes(now)) {
            var begun = new Group(now.plus(JOINED_MAX));
            open.put(kind, begun);
            loop.runOnContext(_ -> connections.borrow(kind.context).onComplete(borrowed -> {
                open.remove(kind, begun);
                send(borrowed, begun.members);
            }));
            last = begun;
        }
        last.members.add(one);
    }

    private void sendAlone(Waiting one) {
        connections.borrow(one.context).onComplete(borrowed -> send(borrowed, List.of(one)));
    }

    private void send(AsyncResult<PooledConnection> borrowed, List<Waiting> group) {
        if (borrowed.succeeded()) {
            send(borrowed.result(), group);
        } else {
            group.forEach(one -> one.promise.fail(borrowed.cause()));
        }
    }

    private void send(PooledConnection connection, List<Waiting> group) {
        var now = clock.instant();
        var due = group.stream()
                .filter(one -> isDue(one, now))
                .sorted(Comparator.comparing(Waiting::deadline))
                .toList();
        if (due.isEmpty()) {
            connections.giveBack(connection);
            return;
        }
        // The earliest deadline is that of all statements, each from when the server begins it.
        var left = Duration.between(now, due.getFirst().deadline());
        connection.dueNanos = System.nanoTime() + left.plus(Transactions.GRACE).toNanos();
        var answers = new ArrayList<Future<?>>();
        for (int from = 0; from < due.size(); ) {
            int to = from + Integer.highestOneBit(due.size() - from);
            answers.add(sent(connection, due.subList(from, to), left));
            from = to;
        }
        Future.join(answers).onComplete(_ -> {
            connection.dueNanos = 0;
            connections.giveBack(connection, worst(answers));
        });
    }

    /** That of a connection that has ended, if one has; null without a failure. */
    private static @Nullable Throwable worst(List<Future<?>> answers) {
        Throwable worst = null;
        for (var answer : answers) {
            var cause = answer.cause();
            if (worst == null || (cause != null && SqlState.ended(cause))) {
                worst = cause;
            }
        }
        return worst;
    }

    /** One statement. */
    private Future<?> sent(PooledConnection connection, List<Waiting> some, Duration left) {
        var rows = some.stream().map(one -> one.insertion.rows()).toList();
        var text = rows.size() == 1
                ? some.getFirst().text
                : combined.text(UNGUARDED, SET_PARAMETERS, rows.getFirst(), rows.size());
        var prepared = connection.prepared(text);
        var args = CombinedInserts.args(some.getFirst().args(left), rows);
        return connection.query(text, args).onComplete(ended -> finish(some, ended, prepared));
    }

    /** Whether it is to be sent now; otherwise it is told why not. */
    private static boolean isDue(Waiting one, Instant now) {
        if (!one.insertion.wanted().getAsBoolean()) {
            one.promise.complete(false);
            return false;
        }
        if (Duration.between(now, one.deadline()).toMillis() <= 0) {
            one.promise.fail(Transactions.timeUp());
            return false;
        }
        return true;
    }

    private void finish(List<Waiting> sent, AsyncResult<RowSet<Row>> ended, boolean prepared) {
        if (ended.succeeded()) {
            sent.forEach(one -> one.promise.complete(true));
        } else if (!undone(ended.cause(), prepared)) {
            sent.forEach(one ->
                    one.promise.fail(Failure.Unavailable.unknown("the answer to an INSERT was lost", ended.cause())));
        } else if (sent.size() > 1) {
            sent.forEach(this::sendAlone);
        } else {
            sent.getFirst().promise.fail(SqlState.before(ended.cause()));
        }
    }

    /**
     * Whether a failure proves that nothing was inserted: the server's own error does, and so does one of the client
     * for a statement that it had yet to prepare, unless the connection was lost.
     */
    private static boolean undone(Throwable cause, boolean prepared) {
        return SqlState.answered(cause) || (!prepared && !SqlState.ended(cause));
    }
}

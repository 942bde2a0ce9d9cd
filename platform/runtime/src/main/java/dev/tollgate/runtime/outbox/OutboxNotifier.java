package dev.tollgate.runtime.outbox;

import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.DedicatedConnection;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Wakes relays in other processes: one NOTIFY without payload at most every {@link #EVERY_MS}, on a connection of its
 * own. Never inside the transaction that wrote: a NOTIFY makes commits of the whole server wait for one another.
 */
final class OutboxNotifier {
    static final long EVERY_MS = 5;

    private final Vertx vertx;
    private final PostgresSettings settings;
    private final Context context;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private @Nullable DedicatedConnection connection;
    private boolean connecting;
    private long sentNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(EVERY_MS);

    OutboxNotifier(Vertx vertx, PostgresSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.context = vertx.getOrCreateContext();
    }

    /** From any thread. */
    void wrote() {
        if (wanted.compareAndSet(false, true)) {
            context.runOnContext(_ -> soon());
        }
    }

    Future<Void> stop() {
        var open = connection;
        return open == null ? Future.succeededFuture() : open.close();
    }

    /** At once, unless the last one was just now. */
    private void soon() {
        long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentNanos);
        if (since >= EVERY_MS) {
            send();
        } else {
            vertx.setTimer(EVERY_MS - since, _ -> context.runOnContext(_ -> send()));
        }
    }

    private void send() {
        wanted.set(false);
        sentNanos = System.nanoTime();
        var open = connection;
        if (open != null) {
            open.command("NOTIFY " + OutboxTable.CHANNEL).onFailure(_ -> lost(open));
        } else if (!connecting) {
            connecting = true;
            DedicatedConnection.open(vertx, settings, DatabaseRole.RELAY)
                    .onComplete(_ -> connecting = false)
                    .onSuccess(this::connected)
                    .onFailure(_ -> {}); // the other processes poll
        }
    }

    /** A NOTIFY is a commit of its own; it says nothing that would be worth a wait for the disk. */
    private void connected(DedicatedConnection fresh) {
        connection = fresh;
        fresh.onClose(() -> lost(fresh));
        fresh.command("SET synchronous_commit = off").onFailure(_ -> {}); // a lost connection is closed, and made again
        send();
    }

    private void lost(DedicatedConnection gone) {
        if (gone.equals(connection)) {
            connection = null;
            gone.close().onFailure(_ -> {}); // it may be gone already
        }
    }
}

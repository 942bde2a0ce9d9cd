package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.Notifications;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.schedule.DeliverySchedule;
import dev.tollgate.webhooks.subscription.Subscriptions;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens to notifications of other processes: endpoint changed, delivery due now, module switched, holder changed. */
final class ChangeListener {

    /** An endpoint or key of a workspace changed; the payload is the workspace's uuid. */
    static final String ENDPOINTS = "tollgate_webhooks";

    /** A delivery is due now. */
    static final String DUE = "tollgate_webhooks_due";

    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeListener.class);
    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final String PREFIX = TypeId.prefix(WorkspaceId.class);

    /** Makes endpoints due whose deliveries waited for the module; changes no other. */
    private static final String LOOK_NOW = """
            UPDATE webhooks.endpoint_state SET next_due = now() WHERE workspace_id = $1 AND NOT module_on
            """;

    private final Context loop;
    private final Database database;
    private final InstantSource clock;
    private final Subscriptions subscriptions;
    private final DeliverySchedule schedule;

    ChangeListener(
            Vertx vertx,
            Database database,
            InstantSource clock,
            Subscriptions subscriptions,
            DeliverySchedule schedule) {
        this.loop = vertx.getOrCreateContext();
        this.database = database;
        this.clock = clock;
        this.subscriptions = subscriptions;
        this.schedule = schedule;
    }

    void listen(Notifications notifications) {
        notifications.on(ENDPOINTS, payload -> loop.runOnContext(_ -> endpoints(payload)));
        notifications.on(DUE, _ -> loop.runOnContext(_ -> schedule.wake()));
        notifications.on(Accounts.ACCESS_CHANNEL, payload -> loop.runOnContext(_ -> access(payload)));
        notifications.watch(listening -> loop.runOnContext(_ -> watched(listening)));
    }

    private void endpoints(String workspace) {
        try {
            subscriptions.forget(UUID.fromString(workspace));
        } catch (IllegalArgumentException unreadable) {
            subscriptions.forgetAll();
        }
        schedule.wake();
    }

    /** Ids of workspaces, credentials, members and tenants. */
    private void access(String payload) {
        List<String> holders = new ArrayList<>();
        for (var text : payload.split(" ", -1)) {
            var workspace = TypeId.parse(PREFIX, text);
            if (workspace.isPresent()) {
                switched(workspace.get());
            } else {
                holders.add(text);
            }
        }
        if (!holders.isEmpty()) {
            var _ = schedule.holders().changed(holders);
        }
    }

    private void switched(UUID workspace) {
        schedule.holders().check(workspace);
        database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(LOOK_NOW, Tuple.of(workspace)))
                .onSuccess(rows -> {
                    if (rows.rowCount() > 0) {
                        schedule.wake();
                    }
                })
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to apply module change, will apply at next check"));
    }

    private void watched(boolean listening) {
        subscriptions.forgetAll();
        if (listening) {
            schedule.wake();
        }
    }
}

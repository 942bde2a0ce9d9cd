package dev.tollgate.billing.app;

import dev.tollgate.billing.reconcile.Drift;
import dev.tollgate.billing.reconcile.Reconciliation;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.account.CopyRebuilds;
import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import dev.tollgate.runtime.settings.RedisDeclaration;
import dev.tollgate.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/** The whole comparison, once, against the servers of the settings: what the command line asks for. */
public final class ReconcileOnce {

    private ReconcileOnce() {}

    /** On the calling context; gives every figure that drifts, none if all is well. */
    public static Future<List<Drift>> run(Vertx vertx, Settings settings, InstantSource clock) {
        var postgres = PostgresDeclaration.settings(settings.get(PostgresDeclaration.class));
        var database = Database.open(vertx, postgres, DatabaseRole.METER, 1, clock);
        var functions = RedisFunctions.open(vertx, RedisAddress.of(settings.get(RedisDeclaration.class)));
        int slices = settings.get(KafkaDeclaration.class).partitions();
        var setup = new Copies.Setup(
                PlansDeclaration.plans(settings),
                clock,
                tenant -> Partitioner.of(tenant.value(), slices),
                _ -> {},
                new CopyRebuilds());
        var copies = new Copies(database, functions, setup);
        return new Reconciliation(database, functions, copies, clock, new SimpleMeterRegistry())
                .whole(clock.instant())
                .eventually(() -> Future.join(functions.close(), database.close()));
    }
}

package dev.tollgate.gateway.app;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.pipeline.Metering;
import dev.tollgate.gateway.usage.BudgetNotices;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.hold.Holds;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.job.JobCharges;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.RedisDeclaration;
import io.vertx.core.Future;

/** The money of one event loop, made on that loop: the copies of accounts in Redis, holds, notices and metering. */
final class LoopMoney {

    /** Connections of each loop for copy renewals, separate from those of calls. */
    private static final int RENEWAL_CONNECTIONS = 2;

    private final ProcessContext process;
    private final SharedState shared;
    private final Database renewals;
    private final RedisFunctions functions;
    private final Copies copies;
    private final Holds holds;
    private final Metering metering;

    /** The database is that of calls; who gave it closes it. */
    LoopMoney(ProcessContext process, SharedState shared, Database database) {
        this.process = process;
        this.shared = shared;
        var vertx = process.vertx();
        renewals = Database.open(vertx, process.postgres(), DatabaseRole.APP, RENEWAL_CONNECTIONS, process.clock());
        functions =
                RedisFunctions.open(vertx, RedisAddress.of(process.settings().get(RedisDeclaration.class)));
        int partitions = process.kafka().partitions();
        copies = copies(database, partitions);
        holds = new Holds(vertx, functions, copies);
        var notices =
                new BudgetNotices.NoticeParts(database, process.ids(), process.clock(), process.outbox(), partitions);
        holds.onExhausted(new BudgetNotices(notices)::exhausted);
        metering = new Metering(shared.money().prices(), shared.money().plans(), holds);
    }

    private Copies copies(Database database, int partitions) {
        return new Copies(
                database,
                renewals,
                functions,
                new Copies.Setup(
                        shared.money().plans(),
                        process.clock(),
                        (TenantId tenant) -> Partitioner.of(tenant.value(), partitions),
                        process.outbox(),
                        shared.money().rebuilds()));
    }

    RedisFunctions functions() {
        return functions;
    }

    Holds holds() {
        return holds;
    }

    Metering metering() {
        return metering;
    }

    /** Charges of durable jobs. */
    JobCharges jobCharges() {
        return new JobCharges(holds, shared.money().prices());
    }

    /** What modules know of money. */
    PlatformContext.Money forModules() {
        return new PlatformContext.Money(
                new Accounts(shared.money().plans(), process.clock()),
                shared.money().prices(),
                copies);
    }

    /** Gives back what is held for calls that did not come, then ends the connections. */
    Future<Void> close() {
        return holds.close()
                .transform(_ -> Future.join(functions.close(), renewals.close()).mapEmpty());
    }
}

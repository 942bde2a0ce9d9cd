package dev.tollgate.gateway.app;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.account.PlansInUse;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.RedisDeclaration;
import io.vertx.core.Future;

/** What a loop does before it listens: it connects, and checks that settings and servers fit together. */
final class LoopStart {

    private final ProcessContext process;
    private final SharedState shared;
    private final LoopParts parts;

    LoopStart(ProcessContext process, SharedState shared, LoopParts parts) {
        this.process = process;
        this.shared = shared;
        this.parts = parts;
    }

    /** Fails where calls must not be taken; a server that is away is no reason. */
    Future<Void> ready() {
        return connected().compose(_ -> plansKnown()).compose(_ -> redisChecked());
    }

    /**
     * Connects before the first call wants to, renews the functions and loads which secrets there are; a server that is
     * away is connected to later.
     */
    private Future<Void> connected() {
        var secrets = shared.gates().filter().tick(parts.credentials());
        return Future.join(parts.functions().load(), secrets).<Void>mapEmpty().otherwiseEmpty();
    }

    /** Fails when tenants are on plans that the settings lack; not checked while PostgreSQL is unavailable. */
    private Future<Void> plansKnown() {
        return PlansInUse.known(parts.database(), shared.money().plans())
                .recover(cause -> cause instanceof Failure ? Future.succeededFuture() : Future.failedFuture(cause));
    }

    /** Fails when Redis is set up so that money would be lost; not checked while it is unavailable. */
    private Future<Void> redisChecked() {
        return shared.money()
                .redis()
                .beforeStart(
                        parts.functions(),
                        process.settings().get(RedisDeclaration.class).allowEviction());
    }
}

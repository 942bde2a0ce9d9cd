package dev.tollgate.webhooks.app;

import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.price.PricesDeclaration;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.RedisDeclaration;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.holder.HolderRows;
import dev.tollgate.webhooks.replay.ReplayJob;
import dev.tollgate.webhooks.subscription.EventModules;
import dev.tollgate.webhooks.subscription.EventRules;
import dev.tollgate.webhooks.subscription.PatternCache;
import dev.tollgate.webhooks.subscription.SecretReencryption;
import dev.tollgate.webhooks.subscription.SigningKeys;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One dispatcher on one event loop: the engine, and the jobs that run beside it. */
final class Dispatcher extends VerticleBase {

    private static final Duration RESEAL_EVERY = Duration.ofSeconds(5);

    private final ProcessContext process;
    private volatile @Nullable Engine engine;
    private @Nullable Context loop;

    Dispatcher(ProcessContext process) {
        this.process = process;
    }

    @Override
    public Future<?> start() {
        loop = context;
        var modules = EventModules.of(ModuleProvider.all());
        var holders = new HolderRows(
                modules.keys(),
                process.settings().get(WebhooksDeclaration.class).pauseOnLostAccess());
        var secrets = process.settings().get(SecretsDeclaration.class).toBox(new SecureRandom());
        return Engine.start(vertx, parts(new SigningKeys(secrets), modules, holders))
                .onSuccess(started -> {
                    engine = started;
                    var replays = new ReplayJob(started.database(), process.ids(), process.clock(), holders, modules);
                    var resealing = new SecretReencryption(started.database(), secrets, process.clock());
                    started.tasks().every(ReplayJob.PAUSE, "replays", replays::turn);
                    started.tasks().every(RESEAL_EVERY, "secrets under former keys", resealing::step);
                });
    }

    @Override
    public Future<?> stop() {
        var running = engine;
        return running == null ? Future.succeededFuture() : running.close();
    }

    /** From any thread. */
    Future<Void> check() {
        var running = engine;
        return running == null
                ? Future.failedFuture(VertxException.noStackTrace("the dispatcher has not started"))
                : running.check();
    }

    /** Takes nothing new; completes when attempts in flight are settled. From any thread. */
    Future<Void> drain() {
        var running = engine;
        var own = loop;
        if (running == null || own == null) {
            return Future.succeededFuture();
        }
        var drained = Promise.<Void>promise();
        own.runOnContext(_ -> running.drain().onComplete(drained));
        return drained.future();
    }

    private EngineParts parts(SigningKeys keys, EventModules modules, HolderRows holders) {
        var settings = process.settings();
        var declared = settings.get(WebhooksDeclaration.class);
        return new EngineParts(
                process.postgres(),
                process.kafka(),
                RedisAddress.of(settings.get(RedisDeclaration.class)),
                PlansDeclaration.plans(settings),
                PricesDeclaration.priceBook(settings),
                declared.toTerms(),
                BacklogLimits.DEFAULT,
                declared.toSenderSettings(),
                database -> (workspace, webhook) -> keys.live(database, workspace, webhook),
                new EventRules(new PatternCache(modules)::wants, modules),
                holders,
                declared.days(),
                process.clock(),
                process.ids(),
                RandomGenerator.getDefault(),
                process.outbox(),
                process.registry(),
                process.notifications());
    }
}

package dev.tollgate.billing;

import dev.tollgate.billing.app.BillingModule;
import dev.tollgate.blobs.open.OpenedBlobs;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.FileSigner;
import dev.tollgate.records.job.JobParts;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.work.EncryptedAnswers;
import dev.tollgate.records.work.Work;
import dev.tollgate.records.work.WorkParts;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsSources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The billing module on the bench, called as the gates would call it. */
public final class BillingDesk {

    private static final Actor OPERATOR = new Actor(Actor.Kind.OPERATOR, "ada", "ada");
    private static final String DIGEST = "0".repeat(64);

    private final BillingBench bench;
    private final OperationBus bus = new OperationBus();
    private final Work work;
    private final Cursors cursors;

    public BillingDesk(BillingBench bench) {
        this.bench = bench;
        var parts = new WorkParts(
                bench.ids,
                BillingBench.SLICES,
                _ -> {},
                new EncryptedAnswers(new SecretBox(new byte[32], List.of(), new SecureRandom())),
                (_, answer) -> Json.buffer(answer),
                (_, _, _) -> {});
        this.work = new Work(bench.app, parts);
        this.cursors = new Cursors(new byte[32], bench.clock);
        var registry = new SimpleMeterRegistry();
        var context = new PlatformContext(
                bus,
                work,
                new Jobs(new JobParts(work, bench.app, bench.ids, bench.clock, registry)),
                new EventConsumers(work, EventTypes.none(), bench.ids, bench.clock, registry),
                bench.app,
                cursors,
                bench.ids,
                bench.clock,
                Settings.load(SettingsSources.of(Map.of("tollgate.kafka.partitions", "4"))),
                new PlatformContext.Money(bench.accounts, PriceBook.shipped(), bench.appCopies),
                EventTypes.none(),
                registry,
                KeptAnswers.none(),
                OpenedBlobs.inFolder(bench.vertx, Path.of("target", "blobs")),
                new FileRoutes(
                        new FileSigner(new byte[32], List.of()), "http://localhost", new RedisCounts(bench.functions)),
                (_, _) -> Future.succeededFuture(Set.of()));
        bench.vertx.deployVerticle(new BillingModule().verticle(context)).await();
    }

    public Work work() {
        return work;
    }

    public Cursors cursors() {
        return cursors;
    }

    public Caller on(TenantId tenant) {
        return new Caller(OPERATOR, tenant, null);
    }

    public Caller in(TenantId tenant) {
        return new Caller(OPERATOR, tenant, bench.workspace(tenant));
    }

    public <I, A> Outcome<A> outcome(Operation<I, A> operation, Caller caller, I input, String key) {
        return answered(operation, caller, input, new Conditions(key, null, null, false));
    }

    /** All rows at once. */
    public <I, A> Outcome<A> table(Operation<I, A> operation, Caller caller, I input) {
        return answered(operation, caller, input, Conditions.TABLE);
    }

    private <I, A> Outcome<A> answered(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        var call = call(operation, caller, input, conditions);
        return bench.await(() -> bus.<I, A>call(call));
    }

    /** The call as a handler gets it. */
    public <I, A> Call<I> call(Operation<I, A> operation, Caller caller, I input, Conditions conditions) {
        var facts = new CallFacts(
                new RequestId(bench.ids.next()),
                null,
                bench.clock.instant(),
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.CONTROL,
                operation.name(),
                operation.action(),
                DIGEST,
                "127.0.0.1",
                null);
        return new Call<>(
                operation,
                caller,
                input,
                conditions,
                facts,
                new Charge("rest.write", 1, 0, "1", null),
                bench.clock.instant().plus(Duration.ofSeconds(10)));
    }

    public <I, A> A done(Operation<I, A> operation, Caller caller, I input) {
        var outcome = outcome(operation, caller, input, null);
        if (outcome instanceof Outcome.Done<A>(A value)) {
            return value;
        }
        throw new AssertionError(outcome);
    }

    public <I, A> Refusal refusal(Operation<I, A> operation, Caller caller, I input) {
        var outcome = outcome(operation, caller, input, null);
        if (outcome instanceof Outcome.Refused<A>(Refusal refusal)) {
            return refusal;
        }
        throw new AssertionError(outcome);
    }
}

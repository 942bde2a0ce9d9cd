package dev.tollgate.gateway.pipeline;

import dev.tollgate.gateway.access.InFlightLimiter;
import dev.tollgate.gateway.access.LoadShedder;
import dev.tollgate.gateway.access.SourceThrottle;
import dev.tollgate.gateway.audit.RefusalAggregator;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.CredentialCache;
import dev.tollgate.gateway.credential.LookupFilter;
import dev.tollgate.gateway.credential.OperatorTokens;
import dev.tollgate.gateway.credential.Pepper;
import dev.tollgate.gateway.credential.Peppers;
import dev.tollgate.gateway.credential.SharedCredentialLookups;
import dev.tollgate.gateway.credential.Token;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.bus.OperationBus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The pipeline on an event loop of the test's, with one token whose credential the test looks up. */
public final class OwnPipeline {

    /** When it refuses calls for overload. */
    static final LoadShedder.Bounds SHEDDING = new LoadShedder.Bounds(Duration.ofMillis(100), 16);

    private static final int MANY = 10_000;
    private static final Plans PLANS = new Plans(List.of(new Plan("team", 0, 0, 1, MANY, MANY)));

    /** The one operator. */
    public static final String OPERATOR = "ada";

    private final Token token = Token.mint(Token.Kind.MCP_CLIENT, new SecureRandom());
    private final OperatorTokens operators = new OperatorTokens(
            Map.of(OperatorTokens.mint(OPERATOR, new SecureRandom()).tokenHash(), OPERATOR));
    private final SharedCredentialLookups lookups = new SharedCredentialLookups(System::nanoTime);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Pipeline pipeline;

    /**
     * A pipeline that remembers no look-up.
     *
     * @param lookup gives the credential of the token
     */
    public OwnPipeline(ContextInternal loop, Supplier<Future<Optional<Credential>>> lookup) {
        this(loop, lookup, new OperationBus());
    }

    /**
     * One whose calls are answered by these handlers. To be made on the loop, one of the shared gateway's process: the
     * usage of its calls is batched by the loop that makes it.
     */
    OwnPipeline(ContextInternal loop, Supplier<Future<Optional<Credential>>> lookup, OperationBus bus) {
        var process = GatewayFixture.shared().process().context();
        var recorder = new CallRecorder(
                registry, new RefusalAggregator(process.ids(), process.publisher(), 1, new SimpleMeterRegistry()));
        var real = RunBench.services(bus);
        var metering = new Metering(PriceBook.shipped(), PLANS, RunBench.holds());
        var peppers = new Peppers(new Pepper("1", new byte[Pepper.SECRET_BYTES_MIN]), List.of());
        var sources = new CredentialCache.Sources(
                lookups, new LookupFilter(System::nanoTime), peppers, operators, _ -> lookup.get());
        var clock = Clock.systemUTC();
        pipeline = new Pipeline(
                new Authenticator(new SourceThrottle(clock), new CredentialCache(sources, loop, clock), null, recorder),
                new TargetGate(
                        (_, _) -> Future.succeededFuture(Optional.empty()),
                        (_, _) -> Future.succeededFuture(Optional.empty())),
                new EntryGate(
                        new OverloadGate(SHEDDING),
                        InFlightLimiter.ofAppPlane(MANY, MANY),
                        InFlightLimiter.ofControlPlane(),
                        metering,
                        System::nanoTime),
                new CallExecution.Services(real.handlers(), real.work(), metering, real.usage(), recorder));
    }

    public Pipeline pipeline() {
        return pipeline;
    }

    /** Who a session of the operator belongs to. */
    public SessionCaller sessionOwner() {
        return new SessionCaller.Operator(OPERATOR, operators.mark(OPERATOR).orElseThrow());
    }

    /** The memory of look-ups. */
    public SharedCredentialLookups lookups() {
        return lookups;
    }

    /** The text of the one token. */
    public String token() {
        return token.text();
    }

    /** Requests that have ended. */
    public long ended() {
        return registry.find("tollgate.calls").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}

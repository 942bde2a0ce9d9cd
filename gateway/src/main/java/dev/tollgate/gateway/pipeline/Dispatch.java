package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.usage.Witness;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a call behind the gates needs of the rest of its loop: bus, replays, money, witness, deadlines. */
public final class Dispatch {

    /** How long a REST call may take in all. */
    public static final Duration REST_LIFE = Duration.ofSeconds(10);

    /** How long an MCP call may take in all. */
    public static final Duration MCP_LIFE = Duration.ofSeconds(30);

    /** The JSON and the digest of an input without fields. */
    private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.US_ASCII);

    private static final String NO_FIELDS_DIGEST = HexFormat.of().formatHex(sha256().digest(NO_FIELDS));

    private final OperationBus bus;
    private final Work work;
    private final Till till;
    private final Witness witness;
    private final CallBook book;
    private final MessageDigest sha256 = sha256();
    private final Deadlines restDeadlines = new Deadlines(REST_LIFE);
    private final Deadlines mcpDeadlines = new Deadlines(MCP_LIFE);
    private @Nullable Visit present;

    public Dispatch(OperationBus bus, Work work, Till till, Witness witness, CallBook book) {
        this.bus = bus;
        this.work = work;
        this.till = till;
        this.witness = witness;
        this.book = book;
    }

    Till till() {
        return till;
    }

    CallBook book() {
        return book;
    }

    /** Ends the calls whose time is up and hands over log lines; to be called every {@link Deadlines#TICK}. */
    void tick() {
        tick(System.nanoTime());
    }

    void tick(long nowNanos) {
        restDeadlines.tick(nowNanos);
        mcpDeadlines.tick(nowNanos);
        book.tick();
    }

    Deadlines deadlines(Surface surface) {
        return surface == Surface.MCP ? mcpDeadlines : restDeadlines;
    }

    Instant deadline(Arrival arrival) {
        return arrival.time().plus(arrival.surface() == Surface.MCP ? MCP_LIFE : REST_LIFE);
    }

    /** Whose call the handler that runs right now answers: for operations that the gates' own knowledge answers. */
    public Visit present() {
        return Objects.requireNonNull(present, "no handler is being called");
    }

    boolean offers(Operation<?, ?> operation) {
        return bus.offers(operation);
    }

    <I, A> Future<Outcome<A>> answer(Visit visit, Call<I> call) {
        present = visit;
        try {
            return bus.call(call);
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        } finally {
            present = null;
        }
    }

    <A> Future<Optional<Outcome<A>>> replay(Call<?> call) {
        return work.replay(call);
    }

    /** Makes sure that a call nobody has recorded yet is. */
    Future<Void> tell(CallFacts facts, Charge charge, Outcome<?> outcome) {
        return witness.tell(facts, charge, outcome instanceof Outcome.Done<?>(var answer) ? answer : null);
    }

    void broke(Arrival arrival, Operation<?, ?> operation, Throwable cause) {
        book.broke(arrival, operation, cause);
    }

    /** SHA-256 of the decoded input and, where the path names it apart from the input, of what the call is about. */
    String digest(Order<?, ?> order) {
        var input = Json.bytes(order.input());
        boolean control = order.visit().arrival().surface() == Surface.CONTROL;
        if (input.length == NO_FIELDS.length && !control) {
            return NO_FIELDS_DIGEST;
        }
        sha256.reset();
        if (control) {
            var caller = order.visit().caller();
            sha256.update((caller.tenant() + " " + caller.workspace() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return HexFormat.of().formatHex(sha256.digest(input));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }
}

package dev.tollgate.webhooks.schedule;

import dev.tollgate.webhooks.settlement.Aftermath;
import dev.tollgate.webhooks.settlement.GivenBack;
import dev.tollgate.webhooks.settlement.Leased;
import dev.tollgate.webhooks.settlement.Settlement;
import dev.tollgate.webhooks.settlement.Terms;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this process holds, by endpoint. Lines take turns, an attempt each; a line whose attempts last longer than a
 * second shares a quarter of all attempts with its like, so that the others never wait for it. Used on one event loop.
 */
public final class Lines implements Aftermath {

    /** Deliveries that wait in memory, over all lines. */
    static final int WAITING_MAX = 8_192;

    /** Bytes of bodies that wait in memory. */
    static final long BYTES_MAX = 64L << 20;

    /** An attempt under way for longer makes its endpoint a slow one. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    private static final long LOOK_EVERY_MS = 250;
    private static final int SLOW_SHARE = 4;
    private static final int LINE_MAX = 1_000;
    private static final int SLOW_LINE_MAX = 8;
    private static final int LINES_MAX = 65_536;
    private static final Duration IDLE_MAX = Duration.ofMinutes(5);

    /** How an attempt is made; the future says whether one was, and how long it took. */
    interface Carrying {
        Future<Boolean> carry(Leased leased, EndpointLine line);
    }

    private final Vertx vertx;
    private final Terms terms;
    private final Map<UUID, EndpointLine> lines = new HashMap<>();
    private final ArrayDeque<EndpointLine> turns = new ArrayDeque<>();
    private final long look;
    private @Nullable Settlement settlement;
    private @Nullable Carrying carrying;
    private @Nullable Claimer claimer;
    private @Nullable Lookouts lookouts;
    private int waiting;
    private long bytes;
    private int quickFlights;
    private int slowFlights;
    private boolean draining;
    private @Nullable Promise<Void> drained;

    public Lines(Vertx vertx, Terms terms) {
        this.vertx = vertx;
        this.terms = terms;
        this.look = vertx.setPeriodic(LOOK_EVERY_MS, _ -> look());
    }

    /** What lines and their neighbours need of each other. */
    void join(Settlement settling, Carrying carrier, Claimer claims, Lookouts looking) {
        settlement = settling;
        carrying = carrier;
        claimer = claims;
        lookouts = looking;
    }

    /** How many deliveries of this endpoint may be taken now. */
    public int room(UUID endpoint) {
        int all = bytes >= BYTES_MAX || draining ? 0 : WAITING_MAX - waiting;
        var line = lines.get(endpoint);
        int most = LINE_MAX;
        if (line == null) {
            return lines.size() >= LINES_MAX ? 0 : Math.min(all, most);
        }
        if (line.slow || line.held()) {
            most = SLOW_LINE_MAX;
        }
        if (line.rate() > 0) {
            most = Math.clamp(line.rate(), 1, most);
        }
        int room = Math.max(0, Math.min(all, most - line.queue.size()));
        line.wanted |= room == 0;
        return room;
    }

    /**
     * Whether an event's delivery may be taken right away: nothing holds the endpoint back.
     *
     * @param blocked what was read of an endpoint that has no line here
     */
    public boolean open(UUID endpoint, boolean blocked) {
        var line = lines.get(endpoint);
        return line == null ? !blocked : !line.held();
    }

    /** Endpoints that can take nothing now. */
    UUID[] full() {
        return lines.values().stream()
                .filter(line -> !line.queue.isEmpty() && room(line.endpoint) == 0)
                .map(line -> line.endpoint)
                .toArray(UUID[]::new);
    }

    /** Takes a delivery; there was room for it, or it has the room of the one before it. */
    public void take(Leased leased) {
        var line = line(leased.key().endpoint(), leased.tenant());
        line.queue.add(leased);
        line.touchedNanos = System.nanoTime();
        waiting++;
        bytes += leased.body().length();
        turn(line);
    }

    /** Starts what may start. To be called when everything that came together was taken. */
    public void pump() {
        int blocked = 0;
        while (!turns.isEmpty() && blocked < turns.size()) {
            var line = turns.remove();
            line.inTurn = false;
            if (line.queue.isEmpty() || line.inFlight() >= line.limit(terms.endpointConcurrency())) {
                continue;
            }
            if (full(line)) {
                turn(line);
                blocked++;
                continue;
            }
            long until = line.untilToken(System.nanoTime());
            if (until > 0) {
                park(line, until);
                continue;
            }
            blocked = 0;
            start(line);
            turn(line);
        }
    }

    /** As it was when its deliveries were claimed. */
    void state(UUID endpoint, UUID tenant, boolean broken, boolean accountPaused) {
        var line = line(endpoint, tenant);
        line.broken = broken;
        line.accountPaused = accountPaused;
        line.stopped = false;
    }

    @Override
    public void breaker(UUID endpoint, boolean open) {
        var line = lines.get(endpoint);
        if (line != null) {
            line.broken = open;
            if (open) {
                giveBack(line);
            }
        }
        wake(open ? terms.probeEvery() : Duration.ZERO);
    }

    @Override
    public void stopped(UUID endpoint) {
        var line = lines.get(endpoint);
        if (line != null) {
            line.stopped = true;
            giveBack(line);
        }
    }

    @Override
    public void due(Leased.Key key, Duration pause) {
        if (lookouts != null) {
            lookouts.look(key, pause);
        }
    }

    @Override
    public void resumed() {
        wake(Duration.ZERO);
    }

    @Override
    public void next(List<Leased> heads) {
        heads.forEach(this::take);
        pump();
    }

    /** The account of this tenant cannot pay. */
    void exhausted(UUID tenant) {
        for (var line : lines.values()) {
            if (line.tenant.equals(tenant)) {
                line.accountPaused = true;
                giveBack(line);
            }
        }
    }

    /** Takes nothing any more, gives back what waits; completes when nothing is under way. */
    Future<Void> drain() {
        draining = true;
        List.copyOf(lines.values()).forEach(this::giveBack);
        var promise = Promise.<Void>promise();
        drained = promise;
        checkDrained();
        return promise.future();
    }

    void close() {
        vertx.cancelTimer(look);
    }

    /** Deliveries that wait in memory. */
    public int waiting() {
        return waiting;
    }

    /** Attempts under way. */
    public int underWay() {
        return quickFlights + slowFlights;
    }

    /** Endpoints that are slow now. */
    public long slowEndpoints() {
        return lines.values().stream().filter(line -> line.slow).count();
    }

    private void wake(Duration pause) {
        if (claimer != null) {
            claimer.wake(pause);
        }
    }

    private EndpointLine line(UUID endpoint, UUID tenant) {
        return lines.computeIfAbsent(endpoint, id -> new EndpointLine(id, tenant, System.nanoTime()));
    }

    private void turn(EndpointLine line) {
        if (!line.inTurn && !line.parked && !line.queue.isEmpty()) {
            line.inTurn = true;
            turns.add(line);
        }
    }

    private void park(EndpointLine line, long nanos) {
        line.parked = true;
        vertx.setTimer(Math.max(1, nanos / 1_000_000), _ -> {
            line.parked = false;
            turn(line);
            pump();
        });
    }

    private boolean full(EndpointLine line) {
        int slowMax = Math.max(1, terms.concurrency() / SLOW_SHARE);
        return settlement == null
                || settlement.waiting() >= Settlement.WAITING_MAX
                || (line.slow ? slowFlights >= slowMax : quickFlights >= terms.concurrency());
    }

    private void start(EndpointLine line) {
        var leased = line.queue.remove();
        waiting--;
        bytes -= leased.body().length();
        long now = System.nanoTime();
        if (carrying == null || leased.leaseEndsNanos() - now < terms.timeout().toNanos()) {
            giveBack(leased, Duration.ZERO);
            return;
        }
        var flight = line.start(now);
        count(line, 1);
        carrying.carry(leased, line).onComplete(made -> ended(line, flight, made.succeeded() && made.result()));
    }

    private void ended(EndpointLine line, EndpointLine.Flight flight, boolean made) {
        long now = System.nanoTime();
        count(line, -1);
        line.end(flight, made && now - flight.startedNanos < SLOW_AFTER.toNanos(), now);
        if (line.recovered()) {
            slow(line, false);
        }
        turn(line);
        pump();
        if (line.wanted && room(line.endpoint) > 0) {
            line.wanted = false;
            wake(Duration.ZERO);
        }
        checkDrained();
    }

    private void slow(EndpointLine line, boolean slow) {
        count(line, -line.inFlight());
        line.slow = slow;
        count(line, line.inFlight());
        while (slow && line.queue.size() > SLOW_LINE_MAX) {
            dropped(line.queue.removeLast());
        }
    }

    private void count(EndpointLine line, int more) {
        if (line.slow) {
            slowFlights += more;
        } else {
            quickFlights += more;
        }
    }

    private void giveBack(EndpointLine line) {
        while (!line.queue.isEmpty()) {
            dropped(line.queue.remove());
        }
    }

    private void dropped(Leased leased) {
        waiting--;
        bytes -= leased.body().length();
        giveBack(leased, Duration.ZERO);
    }

    private void giveBack(Leased leased, Duration pause) {
        if (settlement != null) {
            settlement.giveBack(new GivenBack(leased, pause, false));
        }
    }

    /** Finds who is slow, and forgets who is idle. */
    private void look() {
        long now = System.nanoTime();
        var idle = new ArrayList<UUID>();
        for (var line : lines.values()) {
            if (!line.slow && now - line.oldestNanos(now) > SLOW_AFTER.toNanos()) {
                slow(line, true);
            } else if (line.empty() && now - line.touchedNanos > IDLE_MAX.toNanos()) {
                idle.add(line.endpoint);
            }
        }
        idle.forEach(lines::remove);
        pump();
    }

    private void checkDrained() {
        var waiter = drained;
        if (waiter != null && underWay() == 0 && settlement != null) {
            drained = null;
            settlement.drained().onComplete(waiter);
        }
    }
}

package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.hold.ProtocolMessage.Call;
import dev.tollgate.money.hold.ProtocolMessage.Event;
import dev.tollgate.money.hold.ProtocolMessage.State;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountEntry;
import dev.tollgate.money.rating.AccountUpdate;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.Rating;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The calls of all gateways, and what must be true of them whenever anything has happened. */
final class ProtocolCalls {

    private static final int LIVE_MAX = 6;

    final List<ProtocolMessage> outbox = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    private final ProtocolWorld world;
    private final ProtocolMeter meter;
    private final Random random;
    private final boolean loses;

    ProtocolCalls(ProtocolWorld world, ProtocolMeter meter, Random random, boolean loses) {
        this.world = world;
        this.meter = meter;
        this.random = random;
        this.loses = loses;
    }

    boolean full() {
        return calls.stream().filter(call -> call.state == State.LIVE).count() >= LIVE_MAX;
    }

    /** Asks for a hold; one in ten is never heard of again. */
    HoldReply hold(Instant now) {
        long cost = 1 + random.nextInt(6);
        HoldReply answer = world.hold(cost);
        if (answer.admitted()) {
            State state = random.nextDouble() < 0.1 ? State.LOST : State.LIVE;
            calls.add(new Call(calls.size(), cost, answer.hold(), now.plusSeconds(30), state));
            checkCap(answer.bucket());
            check("hold");
        }
        return answer;
    }

    /** Gateways die with some of their calls. */
    void crash() {
        calls.stream()
                .filter(call -> call.state == State.LIVE && random.nextBoolean())
                .forEach(call -> call.state = State.LOST);
    }

    /** Nobody waits any more: what still lives ends one way or the other. */
    void endAll(Instant now) {
        for (Call call : calls) {
            if (call.state == State.LIVE && now.isAfter(call.deadline.minusSeconds(1))) {
                if (random.nextDouble() < 0.7) {
                    event(call);
                } else {
                    release(call);
                }
            }
        }
        makeDue(now);
    }

    void settled() {
        assertThat(calls).noneMatch(call -> call.state == State.LIVE || call.state == State.DURABLE);
        assertThat(meter.seen).hasSize((int)
                calls.stream().filter(call -> call.state == State.CHARGED).count());
    }

    /** Everything charged and held of the month is within the cap that the copy knew. */
    void checkCap(long bucket) {
        AccountCopy copy = world.copy();
        Account known = meter.rows.get(copy.figures().seq());
        Period month = Period.ofBucket(bucket);
        boolean current = month.equals(known.month().period());
        long cap = (current ? known.month() : known.next()).cap();
        boolean rowsMonth = month.equals(meter.row.month().period());
        long spent = (rowsMonth ? meter.row.month() : meter.row.next()).spent();
        long open = calls.stream()
                .filter(call -> call.state == State.LIVE || call.state == State.DURABLE)
                .filter(call -> Period.ofBucket(call.hold.bucket()).equals(month))
                .mapToLong(call -> call.cost)
                .sum();
        if (!loses) {
            assertThat(spent + open).as("spend and holds within the cap").isLessThanOrEqualTo(cap);
        }
    }

    void end() {
        List<Call> live =
                calls.stream().filter(call -> call.state == State.LIVE).toList();
        if (live.isEmpty()) {
            return;
        }
        Call call = live.get(random.nextInt(live.size()));
        double dice = random.nextDouble();
        if (dice < 0.75) {
            event(call);
        } else if (dice < 0.95) {
            release(call);
        } else {
            call.state = State.LOST;
        }
    }

    void event(Call call) {
        call.state = State.DURABLE;
        (random.nextBoolean() ? meter.log : outbox).add(new Event(call));
        if (random.nextDouble() < 0.15) {
            outbox.add(new Event(call));
        }
    }

    private void release(Call call) {
        call.state = State.RELEASED;
        if (random.nextDouble() < 0.8) {
            world.release(call.hold.inc(), call.hold.bucket(), call.cost);
        }
    }

    /** A hold lives 30 seconds, and its event is durable ten seconds later at most. */
    void makeDue(Instant now) {
        calls.stream()
                .filter(call -> call.state == State.LIVE && !now.isBefore(call.deadline.plusSeconds(10)))
                .forEach(this::event);
    }

    /** Whatever is held and may still be charged is covered, by the row and in what order it likes. */
    void check(String when) {
        List<MeteredCharge> open = calls.stream()
                .filter(call -> call.state == State.LIVE || call.state == State.DURABLE)
                .map(call -> new MeteredCharge(call.cost, call.hold))
                .toList();
        AccountUpdate all = Rating.charge(meter.row, meter.grants, open);
        long uncovered = -all.entries().stream()
                .filter(entry -> entry.source() == AccountEntry.Source.GRACE)
                .mapToLong(AccountEntry::micros)
                .sum();
        assertThat(meter.grace + uncovered).as("overspent at " + when).isLessThanOrEqualTo(loses ? meter.bound : 0);
    }

    long liveMicros() {
        return calls.stream()
                .filter(call -> call.state == State.LIVE)
                .mapToLong(call -> call.cost)
                .sum();
    }
}

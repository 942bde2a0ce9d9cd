package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.account.Applied;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.hold.ProtocolMessage.Call;
import dev.tollgate.money.hold.ProtocolMessage.Close;
import dev.tollgate.money.hold.ProtocolMessage.Event;
import dev.tollgate.money.hold.ProtocolMessage.Incarnation;
import dev.tollgate.money.hold.ProtocolMessage.Prepare;
import dev.tollgate.money.hold.ProtocolMessage.Publish;
import dev.tollgate.money.hold.ProtocolMessage.Sent;
import dev.tollgate.money.hold.ProtocolMessage.State;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Change;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Entry;
import dev.tollgate.money.rating.Figures;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.Rating;
import dev.tollgate.money.rating.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * One random run of the protocol over one account. Gateways, relay, meter and network are played here, and everything
 * that may go wrong between them does: publishes are lost, late, repeated and swapped; gateways and meters crash; the
 * relay stops halfway; Redis is flushed or fails over to an older copy; the month turns. What they act on is real.
 */
final class ProtocolRun {

    private static final int LIVE_MAX = 6;
    private static final int LOSSES_MAX = 3;

    private final ProtocolWorld world;
    private final Random random;
    final ProtocolMeter meter;
    private final boolean loses;
    private final List<ProtocolMessage> outbox = new ArrayList<>();
    private final List<Sent> network = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<byte[]> history = new ArrayList<>();
    private final Instant[] marked = {Instant.MIN, Instant.MIN};
    private Instant now;
    private Instant closeMarked = Instant.MIN;
    int losses;
    private long acknowledgedSeq;
    long admitted;

    ProtocolRun(ProtocolWorld world, long seed, boolean loses) {
        this.world = world;
        this.random = new Random(seed);
        this.loses = loses;
        boolean turns = random.nextBoolean();
        Plan plan = random.nextBoolean() ? MoneyBench.TINY : MoneyBench.MODEST;
        world.begin(plan, turns ? Duration.ofSeconds(60 + random.nextInt(300)) : Duration.ofDays(9));
        this.meter = new ProtocolMeter(world);
        this.now = world.now();
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            pass(pick(0, 0, 10, 100, 500, 1_000, 3_000, 8_000));
            makeDue();
            history.add(world.snapshot());
            step(random.nextDouble());
        }
        quiet();
        settled();
    }

    private void step(double dice) {
        if (dice < 0.3) {
            hold();
        } else if (dice < 0.42) {
            end();
        } else if (dice < 0.55) {
            relay();
        } else if (dice < 0.68) {
            read(1 + random.nextInt(5), chance(0.1));
        } else if (dice < 0.85) {
            deliver();
        } else if (dice < 0.89) {
            topUp();
        } else if (dice < 0.905) {
            cap();
        } else if (dice < 0.91) {
            calls.stream()
                    .filter(call -> call.state == State.LIVE && chance(0.5))
                    .forEach(call -> call.state = State.LOST);
        } else if (dice < 0.95) {
            republish();
        } else if (dice < 0.97 && !closeMarked.plusSeconds(10).isAfter(now)) {
            closeMarked = now;
            markClose();
        } else if (loses && dice > 0.985) {
            lose();
        }
    }

    private void hold() {
        if (calls.stream().filter(call -> call.state == State.LIVE).count() >= LIVE_MAX) {
            return;
        }
        long cost = 1 + random.nextInt(6);
        Answer answer = world.hold(cost);
        if (answer.code() == Answer.LOST) {
            int process = random.nextInt(2);
            if (now.minusMillis(300).isAfter(marked[process]) || chance(0.2)) {
                marked[process] = now;
                wake();
            }
        } else if (answer.code() == Answer.PASSED || answer.aged()) {
            closeAged();
        }
        if (answer.admitted()) {
            admitted++;
            State state = chance(0.1) ? State.LOST : State.LIVE;
            calls.add(new Call(calls.size(), cost, answer.hold(), now.plusSeconds(30), state));
            checkCap(answer.bucket());
            check("hold");
        }
    }

    /** Everything charged and held of the month is within the cap that the copy knew. */
    private void checkCap(long bucket) {
        Copy copy = world.copy();
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

    private void end() {
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

    private void event(Call call) {
        call.state = State.DURABLE;
        (chance(0.5) ? meter.log : outbox).add(new Event(call));
        if (chance(0.15)) {
            outbox.add(new Event(call));
        }
    }

    private void release(Call call) {
        call.state = State.RELEASED;
        if (chance(0.8)) {
            world.release(call.hold.inc(), call.hold.bucket(), call.cost);
        }
    }

    /** In order of ids; a marker goes only when all before it went; rows may be sent again. */
    private void relay() {
        int most = Math.min(outbox.size(), 1 + random.nextInt(4));
        int sent = 0;
        while (sent < most && chance(0.85)) {
            meter.log.add(outbox.get(sent++));
        }
        if (chance(0.9)) {
            outbox.subList(0, sent).clear();
        }
    }

    private void read(int most, boolean crashes) {
        boolean publishes = meter.reads(most, crashes, now);
        check("meter");
        if (publishes && chance(0.9)) {
            send();
        }
    }

    private void deliver() {
        if (network.isEmpty()) {
            return;
        }
        int at = random.nextInt(network.size());
        Sent sent = network.get(at);
        double dice = random.nextDouble();
        boolean stays = dice > 0.9 && sent instanceof Publish;
        if (!stays) {
            network.remove(at);
        }
        if (dice < 0.15) {
            return;
        }
        switch (sent) {
            case Publish(Figures figures) -> acknowledged(figures, world.publish(figures));
            case Prepare(long n) -> {
                if (world.prepare(n) && chance(0.85)) {
                    outbox.add(new Incarnation(n, liveMicros()));
                }
            }
        }
    }

    private void acknowledged(Figures figures, boolean told) {
        if (told) {
            acknowledgedSeq = Math.max(acknowledgedSeq, figures.seq());
        }
    }

    private void send() {
        network.add(new Publish(Figures.of(meter.row)));
    }

    private void republish() {
        if (meter.row.revision().publishSeq() > acknowledgedSeq) {
            send();
        }
    }

    private void wake() {
        network.add(new Prepare(world.takeNumber()));
        meter.remember();
    }

    private void topUp() {
        long amount = pick(1, 5, 15);
        changed(world.bench
                .asTenant(
                        world.tenant(),
                        transaction -> world.bench.accounts.topUp(
                                transaction, world.tenant(), UUID.randomUUID(), amount, null))
                .orElseThrow());
    }

    private void cap() {
        long cap = pick(15, 20, 30, 60, 1_000);
        var override = new AccountOverride(cap, null, Enforcement.ENFORCE, "cap", null);
        changed(world.bench
                .asTenant(
                        world.tenant(),
                        transaction -> world.bench.accounts.setOverride(transaction, world.tenant(), override))
                .orElseThrow());
    }

    private void changed(Applied applied) {
        meter.took(applied);
        if (chance(0.8)) {
            send();
        }
    }

    /** Whoever sees an aged or passed copy closes the account as far as its slice is. */
    private void closeAged() {
        List<Applied> applied = world.asMeter(
                false,
                transaction ->
                        world.bench.rows.closeAged(transaction, _ -> world.slice(), List.of(world.tenant()), now));
        applied.forEach(meter::took);
        if (chance(0.9)) {
            send();
        }
    }

    private void markClose() {
        outbox.add(new Close(Period.bucket(now.minusSeconds(60)) - 1));
    }

    private void lose() {
        if (losses++ >= LOSSES_MAX) {
            return;
        }
        if (chance(0.5)) {
            world.flush();
            world.pass(Duration.ZERO);
        } else {
            List<byte[]> recent = history.subList(Math.max(0, history.size() - 12), history.size());
            world.failOver(recent.get(random.nextInt(recent.size())));
        }
    }

    /** A hold lives 30 seconds, and its event is durable ten seconds later at most. */
    private void makeDue() {
        calls.stream()
                .filter(call -> call.state == State.LIVE && !now.isBefore(call.deadline.plusSeconds(10)))
                .forEach(this::event);
    }

    /** Whatever is held and may still be charged is covered, by the row and in what order it likes. */
    private void check(String when) {
        List<Usage> open = calls.stream()
                .filter(call -> call.state == State.LIVE || call.state == State.DURABLE)
                .map(call -> new Usage(call.cost, call.hold))
                .toList();
        Change all = Rating.charge(meter.row, meter.grants, open);
        long uncovered = -all.entries().stream()
                .filter(entry -> entry.source() == Entry.Source.GRACE)
                .mapToLong(Entry::micros)
                .sum();
        assertThat(meter.grace + uncovered).as("overspent at " + when).isLessThanOrEqualTo(loses ? meter.bound : 0);
    }

    private long liveMicros() {
        return calls.stream()
                .filter(call -> call.state == State.LIVE)
                .mapToLong(call -> call.cost)
                .sum();
    }

    /** Nobody calls any more; time passes, and what was begun is ended. */
    private void quiet() {
        for (int i = 0; i < 40; i++) {
            pass(5_000);
            for (Call call : calls) {
                if (call.state == State.LIVE && now.isAfter(call.deadline.minusSeconds(1))) {
                    if (chance(0.7)) {
                        event(call);
                    } else {
                        release(call);
                    }
                }
            }
            makeDue();
            for (int part = 0; part < 6; part++) {
                relay();
                deliver();
            }
            read(20, false);
            if (i % 3 == 0 && world.copy() == null) {
                wake();
            }
            republish();
            if (i % 2 == 0) {
                markClose();
            }
        }
        meter.log.addAll(outbox);
        outbox.clear();
        while (meter.behind()) {
            read(50, false);
        }
        network.clear();
        closeAged();
        if (world.copy() == null) {
            long n = world.takeNumber();
            assertThat(world.prepare(n)).isTrue();
            meter.log.add(new Incarnation(n, 0));
            read(1, false);
        }
        world.publish(Figures.of(meter.row));
    }

    private void settled() {
        assertThat(calls).noneMatch(call -> call.state == State.LIVE || call.state == State.DURABLE);
        assertThat(meter.seen).hasSize((int)
                calls.stream().filter(call -> call.state == State.CHARGED).count());
        Copy copy = world.copy();
        assertThat(copy).as("the copy is current").isNotNull();
        assertThat(copy.held()).as("nothing is open").isEmpty();
        assertThat(copy.leftMicros()).isEqualTo(meter.row.month().includedLeft() + meter.row.prepaidLeft());
        assertThat(copy.figures().capLeft()).isEqualTo(meter.row.month().capLeft());
        if (!loses) {
            assertThat(meter.grace).isZero();
            assertThat(meter.late).isZero();
        }
    }

    private void pass(long millis) {
        if (millis > 0) {
            world.pass(Duration.ofMillis(millis));
        }
        now = world.now();
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private long pick(long... of) {
        return of[random.nextInt(of.length)];
    }
}

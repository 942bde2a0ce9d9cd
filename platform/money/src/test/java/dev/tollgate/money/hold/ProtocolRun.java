package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.MoneyBench;
import dev.tollgate.money.hold.ProtocolMessage.Close;
import dev.tollgate.money.hold.ProtocolMessage.Incarnation;
import dev.tollgate.money.price.Plan;
import dev.tollgate.money.rating.AccountOverride;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.rating.PublishedFigures;
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

    private static final int LOSSES_MAX = 3;

    private final ProtocolWorld world;
    private final Random random;
    final ProtocolMeter meter;
    private final boolean loses;
    final ProtocolCalls gateways;
    private final List<ProtocolMessage> outbox;
    private final ProtocolWire wire;
    private final List<byte[]> history = new ArrayList<>();
    private final Instant[] marked = {Instant.MIN, Instant.MIN};
    private Instant now;
    private Instant closeMarked = Instant.MIN;
    int losses;

    ProtocolRun(ProtocolWorld world, long seed, boolean loses) {
        this.world = world;
        this.random = new Random(seed);
        this.loses = loses;
        boolean turns = random.nextBoolean();
        Plan plan = random.nextBoolean() ? MoneyBench.TINY : MoneyBench.MODEST;
        world.begin(plan, turns ? Duration.ofSeconds(60 + random.nextInt(300)) : Duration.ofDays(9));
        this.meter = new ProtocolMeter(world);
        this.gateways = new ProtocolCalls(world, meter, random, loses);
        this.outbox = gateways.outbox;
        this.wire = new ProtocolWire(world, meter, gateways, random);
        this.now = world.now();
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            pass(pick(0, 0, 10, 100, 500, 1_000, 3_000, 8_000));
            gateways.makeDue(now);
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
            gateways.end();
        } else if (dice < 0.55) {
            relay();
        } else if (dice < 0.68) {
            read(1 + random.nextInt(5), chance(0.1));
        } else if (dice < 0.85) {
            wire.deliver();
        } else if (dice < 0.89) {
            topUp();
        } else if (dice < 0.905) {
            cap();
        } else if (dice < 0.91) {
            gateways.crash();
        } else if (dice < 0.95) {
            wire.republish();
        } else if (dice < 0.97 && !closeMarked.plusSeconds(10).isAfter(now)) {
            closeMarked = now;
            markClose();
        } else if (loses && dice > 0.985) {
            lose();
        }
    }

    private void hold() {
        if (gateways.full()) {
            return;
        }
        HoldReply answer = gateways.hold(now);
        if (answer.code() == HoldReply.LOST) {
            int process = random.nextInt(2);
            if (now.minusMillis(300).isAfter(marked[process]) || chance(0.2)) {
                marked[process] = now;
                wire.wake();
            }
        } else if (answer.code() == HoldReply.PASSED || answer.aged() != 0) {
            closeAged();
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
        gateways.check("meter");
        if (publishes && chance(0.9)) {
            wire.send();
        }
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

    private void changed(AppliedUpdate applied) {
        meter.took(applied);
        if (chance(0.8)) {
            wire.send();
        }
    }

    /** A process that sees an aged or passed copy closes the account up to the state of its slice. */
    private void closeAged() {
        List<AppliedUpdate> applied = world.asMeter(
                false,
                transaction ->
                        world.bench.closing.closeAged(transaction, _ -> world.slice(), List.of(world.tenant()), now));
        applied.forEach(meter::took);
        if (chance(0.9)) {
            wire.send();
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

    /** Nobody calls any more; time passes, and what was begun is ended. */
    private void quiet() {
        for (int i = 0; i < 40; i++) {
            pass(5_000);
            gateways.endAll(now);
            for (int part = 0; part < 6; part++) {
                relay();
                wire.deliver();
            }
            read(20, false);
            if (i % 3 == 0 && world.copy() == null) {
                wire.wake();
            }
            wire.republish();
            if (i % 2 == 0) {
                markClose();
            }
        }
        meter.log.addAll(outbox);
        outbox.clear();
        while (meter.behind()) {
            read(50, false);
        }
        wire.cut();
        closeAged();
        if (world.copy() == null) {
            long inc = world.prepare(world.takeNumber());
            assertThat(inc).isPositive();
            meter.log.add(new Incarnation(inc, 0));
            read(1, false);
        }
        world.publish(PublishedFigures.of(meter.row));
    }

    private void settled() {
        gateways.settled();
        AccountCopy copy = world.copy();
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

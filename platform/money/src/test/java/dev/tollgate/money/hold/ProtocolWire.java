package dev.tollgate.money.hold;

import dev.tollgate.money.hold.ProtocolMessage.Incarnation;
import dev.tollgate.money.hold.ProtocolMessage.Prepare;
import dev.tollgate.money.hold.ProtocolMessage.Publish;
import dev.tollgate.money.hold.ProtocolMessage.Sent;
import dev.tollgate.money.rating.PublishedFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The unreliable network to Redis: messages arrive late, in any order, repeatedly, or never. */
final class ProtocolWire {

    private final List<Sent> network = new ArrayList<>();
    private final ProtocolWorld world;
    private final ProtocolMeter meter;
    private final ProtocolCalls calls;
    private final Random random;
    private long acknowledgedSeq;

    ProtocolWire(ProtocolWorld world, ProtocolMeter meter, ProtocolCalls calls, Random random) {
        this.world = world;
        this.meter = meter;
        this.calls = calls;
        this.random = random;
    }

    void cut() {
        network.clear();
    }

    void deliver() {
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
            case Publish(PublishedFigures figures) -> acknowledged(figures, world.publish(figures));
            case Prepare(long n) -> {
                long inc = world.prepare(n);
                if (inc > 0 && random.nextDouble() < 0.85) {
                    calls.outbox.add(new Incarnation(inc, calls.liveMicros()));
                }
            }
        }
    }

    private void acknowledged(PublishedFigures figures, boolean told) {
        if (told) {
            acknowledgedSeq = Math.max(acknowledgedSeq, figures.seq());
        }
    }

    void send() {
        network.add(new Publish(PublishedFigures.of(meter.row)));
    }

    void republish() {
        if (meter.row.revision().publishSeq() > acknowledgedSeq) {
            send();
        }
    }

    void wake() {
        network.add(new Prepare(world.takeNumber()));
        meter.remember();
    }
}

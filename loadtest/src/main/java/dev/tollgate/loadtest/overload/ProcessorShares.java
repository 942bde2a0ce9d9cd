package dev.tollgate.loadtest.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.load.ArrivalLoad;

/**
 * Processors that client, gateway, meter and servers used since this object was made: 1.0 is one of them, all the time.
 */
final class ProcessorShares {

    private static final double MICRO_NANOS = 1e3;

    private record Micros(long nanos, long client, long gateway, long meter, long servers) {

        static Micros now(Installation installation, ArrivalLoad load) {
            return new Micros(
                    System.nanoTime(),
                    load.cpuMicros(),
                    installation.gateway().cpuMicros(),
                    ProcessProbe.cpuMicros(installation.meterPid()),
                    ProcessProbe.treeMicros(installation.servers().pid()));
        }
    }

    private final Installation installation;
    private final ArrivalLoad load;
    private final Micros first;

    ProcessorShares(Installation installation, ArrivalLoad load) {
        this.installation = installation;
        this.load = load;
        this.first = Micros.now(installation, load);
    }

    void write(ObjectNode figures) {
        var now = Micros.now(installation, load);
        double micros = (now.nanos - first.nanos) / MICRO_NANOS;
        figures.put("client", (now.client - first.client) / micros)
                .put("gateway", (now.gateway - first.gateway) / micros)
                .put("meter", (now.meter - first.meter) / micros)
                .put("servers", (now.servers - first.servers) / micros);
    }
}

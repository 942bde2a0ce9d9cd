package dev.tollgate.embedded;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Options for starting the servers.
 *
 * @param folder where data is kept over restarts; null = a temporary folder that goes with the JVM
 * @param durable whether PostgreSQL waits for the disk (fsync); off only for disposable data
 * @param ports where the servers listen
 */
public record Options(@Nullable Path folder, boolean durable, Ports ports) {

    /**
     * Ports on the loopback address; 0 = any free one.
     *
     * @param postgres PostgreSQL's
     * @param redis Redis's
     * @param kafka Kafka's
     */
    public record Ports(int postgres, int redis, int kafka) {

        /** Any three free ports. */
        public static Ports any() {
            return new Ports(0, 0, 0);
        }
    }

    /** Data that stays, with fsync on. */
    public static Options kept(Path folder) {
        return new Options(folder, true, Ports.any());
    }

    /** Data that goes with the JVM, without fsync: for tests of behaviour, not for measuring writes. */
    public static Options throwAway() {
        return new Options(null, false, Ports.any());
    }

    /** The same with PostgreSQL waiting for the disk or not. */
    public Options withDurable(boolean wanted) {
        return new Options(folder, wanted, ports);
    }

    /** The same on the named ports. */
    public Options withPorts(Ports ports) {
        return new Options(folder, durable, ports);
    }
}

package dev.tollgate.loadtest.hostile;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param pairs windows without and with the attack, in turn
 * @param warmUp before the first, with the attack, so that compiled code is measured on both sides
 * @param window how long each is
 */
record HostileSize(int pairs, Duration warmUp, Duration window) {

    static final HostileSize FULL = new HostileSize(9, Duration.ofSeconds(30), Duration.ofSeconds(15));
    static final HostileSize QUICK = new HostileSize(7, Duration.ofSeconds(5), Duration.ofSeconds(3));
}

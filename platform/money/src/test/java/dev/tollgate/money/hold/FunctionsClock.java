package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/** The clock of the functions, which the test sets in the place of the server's, and the run of the server. */
public final class FunctionsClock {

    private static final String TIME = "redis.call('TIME')";
    private static final String OWN_TIME = "redis.call('LRANGE', 'clock', 0, 1)";
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
    private static final Pattern REPLICATION = Pattern.compile("master_replid:(\\w+)");

    private final RawRedis redis;
    private final String run;
    private long micros = 1_764_000_000_000_000L;

    FunctionsClock(RawRedis redis) {
        this.redis = redis;
        run = found(RUN_ID, redis.text("INFO", "server")) + found(REPLICATION, redis.text("INFO", "replication"));
        pass(0);
    }

    /** A library that takes its time from here. */
    static String on(String library) {
        assertThat(library).contains(TIME);
        return library.replace(TIME, OWN_TIME);
    }

    void pass(long more) {
        micros += more;
        redis.calls(List.of(
                new Object[] {"DEL", "clock"},
                new Object[] {"RPUSH", "clock", micros / 1_000_000, micros % 1_000_000}));
    }

    String run() {
        return run;
    }

    long micros() {
        return micros;
    }

    long millis() {
        return micros / 1_000;
    }

    long bucket() {
        return micros / 10_000_000;
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}

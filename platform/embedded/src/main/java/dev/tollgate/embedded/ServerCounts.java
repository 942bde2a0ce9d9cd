package dev.tollgate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * How much the shared servers have done so far, for tests that count what many calls cost together. All of the JVM is
 * counted, so nothing else may run meanwhile.
 *
 * @param functionCalls calls of Redis functions
 * @param transactions of PostgreSQL that write
 */
public record ServerCounts(long functionCalls, long transactions) {

    /** Transactions of PostgreSQL's own between two counts, such as those of autovacuum. */
    public static final int OTHER_TRANSACTIONS_MAX = 10;

    private static final Pattern FUNCTION_CALLS = Pattern.compile("cmdstat_fcall:calls=(\\d+)");

    /** The counts until now, read as the owner of some database. */
    public static ServerCounts now(OwnerSql owner) {
        return new ServerCounts(callsOfFunctions(), owner.number("SELECT pg_current_xact_id()::text::bigint"));
    }

    private static long callsOfFunctions() {
        var port = URI.create(TestServers.shared().addresses().redisUrl()).getPort();
        try {
            var calls = FUNCTION_CALLS.matcher(RedisConsole.send(port, "INFO", "commandstats"));
            return calls.find() ? Long.parseLong(calls.group(1)) : 0;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What was done between the two, without the transaction that reads this one. */
    public ServerCounts since(ServerCounts before) {
        return new ServerCounts(functionCalls - before.functionCalls, transactions - before.transactions - 1);
    }
}

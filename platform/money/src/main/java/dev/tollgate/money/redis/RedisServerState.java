package dev.tollgate.money.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server says of itself, as far as money depends on it. A managed service may forbid CONFIG: what only
 * that says is then unknown, and no fault.
 *
 * @param info lines of INFO
 * @param config answers of CONFIG GET; empty if it is forbidden
 */
record RedisServerState(Map<String, String> info, Map<String, String> config) {

    static final List<String> CONFIG = List.of("min-replicas-to-write", "min-replicas-max-lag");

    private static final String NO_EVICTION = "noeviction";

    /** An old primary admits holds until its replicas are this late. */
    private static final long REPLICA_LAG_SECONDS_MAX = 5;

    /**
     * A setting that puts money at risk.
     *
     * @param losesMoney whether money is lost for sure once the memory is full, not only in a failure of the server
     */
    record Fault(String text, boolean losesMoney) {}

    RedisServerState {
        info = Map.copyOf(info);
        config = Map.copyOf(config);
    }

    static RedisServerState of(String info, @Nullable Response config) {
        Map<String, String> lines = new HashMap<>();
        info.lines()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> lines.put(parts[0], parts[1].strip()));
        Map<String, String> settings = new HashMap<>();
        for (int at = 0; config != null && at + 1 < config.size(); at += 2) {
            settings.put(config.get(at).toString(), config.get(at + 1).toString());
        }
        return new RedisServerState(lines, settings);
    }

    boolean cluster() {
        return info.getOrDefault("redis_mode", "").equals("cluster");
    }

    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        eviction(faults);
        replicas(faults);
        return faults;
    }

    /** Accounts and their holds have no end of life, so only the policies over all keys delete them. */
    private void eviction(List<Fault> faults) {
        String policy = info.getOrDefault("maxmemory_policy", NO_EVICTION);
        if (policy.equals(NO_EVICTION)) {
            return;
        }
        boolean bounded = number(info, "maxmemory", 0) > 0;
        boolean accounts = bounded && policy.startsWith("allkeys");
        faults.add(new Fault(
                "maxmemory-policy is " + policy + ": "
                        + (accounts
                                ? "when memory is full, Redis deletes accounts with their open holds, and the same money"
                                        + " is held twice."
                                : "Redis may delete budgets with their holds, and accounts if the policy or maxmemory changes.")
                        + " Set it to noeviction.",
                accounts));
    }

    /** INFO counts good replicas only where the server waits for them. */
    private void replicas(List<Fault> faults) {
        long replicas = number(info, "connected_slaves", 0);
        if (replicas == 0) {
            return;
        }
        boolean known = config.containsKey("min-replicas-to-write");
        boolean waits = known
                ? number(config, "min-replicas-to-write", 0) > 0 && number(config, "min-replicas-max-lag", 0) > 0
                : info.containsKey("min_slaves_good_slaves");
        if (!waits) {
            faults.add(risk("min-replicas-to-write is 0 with " + replicas
                    + " replicas: after a failover, holds that only the old primary had are lost. Set it to 1, and"
                    + " min-replicas-max-lag to 2."));
        } else if (known && number(config, "min-replicas-max-lag", 0) > REPLICA_LAG_SECONDS_MAX) {
            faults.add(risk("min-replicas-max-lag is " + config.get("min-replicas-max-lag")
                    + " s: a separated primary admits holds for that long. Set it to 2."));
        }
    }

    private static Fault risk(String text) {
        return new Fault(text, false);
    }

    private static long number(Map<String, String> of, String name, long otherwise) {
        String text = of.get(name);
        return text == null || !text.matches("[0-9]{1,18}") ? otherwise : Long.parseLong(text);
    }
}

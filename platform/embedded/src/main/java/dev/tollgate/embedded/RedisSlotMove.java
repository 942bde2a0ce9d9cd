package dev.tollgate.embedded;

import java.util.List;

/** A slot that moves from one master to another with its keys, as a resharding moves it, step by step. */
public final class RedisSlotMove {

    private static final int KEYS_AT_ONCE = 100;

    private final String slot;
    private final RedisClusterNode from;
    private final RedisClusterNode to;
    private final List<RedisClusterNode> all;

    /** @param all nodes of the cluster */
    RedisSlotMove(int slot, RedisClusterNode from, RedisClusterNode to, List<RedisClusterNode> all) {
        this.slot = String.valueOf(slot);
        this.all = all;
        this.from = from;
        this.to = to;
    }

    /** Both nodes know that the slot moves: keys that the first one lacks are asked of the other. */
    public RedisSlotMove begin() {
        var _ = to.send("CLUSTER", "SETSLOT", slot, "IMPORTING", from.id());
        var _ = from.send("CLUSTER", "SETSLOT", slot, "MIGRATING", to.id());
        return this;
    }

    /** Moves one key. */
    public void key(String key) {
        var _ = from.send("MIGRATE", "127.0.0.1", String.valueOf(to.server().port), key, "0", "5000");
    }

    /** Moves the keys that are left, and tells every master that the slot has moved. */
    public void end() {
        for (var keys = keys(); !keys.isEmpty(); keys = keys()) {
            keys.forEach(this::key);
        }
        var owner = to.id();
        var _ = to.send("CLUSTER", "SETSLOT", slot, "NODE", owner);
        var _ = from.send("CLUSTER", "SETSLOT", slot, "NODE", owner);
        all.stream()
                .filter(node -> !node.equals(from) && !node.equals(to) && node.running() && node.isMaster())
                .forEach(node -> {
                    var _ = node.send("CLUSTER", "SETSLOT", slot, "NODE", owner);
                });
    }

    private List<String> keys() {
        var keys = from.send("CLUSTER", "GETKEYSINSLOT", slot, String.valueOf(KEYS_AT_ONCE));
        return keys.isEmpty() ? List.of() : List.of(keys.split("\n", -1));
    }
}

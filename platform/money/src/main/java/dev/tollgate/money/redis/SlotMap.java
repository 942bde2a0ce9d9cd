package dev.tollgate.money.redis;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which master of a cluster serves which slot, as last heard. Masters are named as {@code host:port}. */
final class SlotMap {

    private static final short NONE = -1;

    /** Where a range of the answer has its first and last slot and its master. */
    private static final int FIRST = 0;

    private static final int LAST = 1;
    private static final int MASTER = 2;

    private final short[] owners = new short[HashSlot.COUNT];
    private final List<String> masters = new ArrayList<>();

    private SlotMap() {
        Arrays.fill(owners, NONE);
    }

    /**
     * Reads the answer of {@code CLUSTER SLOTS}.
     *
     * @param from the node that sent it: a master without a host has its own
     */
    static SlotMap read(Response ranges, String from) {
        SlotMap map = new SlotMap();
        for (Response range : ranges) {
            Response master = range.get(MASTER);
            Response host = master.get(0);
            String reported = host == null ? "" : host.toString();
            boolean named = !reported.isEmpty() && !reported.equals("?");
            String owner = hostPort((named ? reported : host(from)) + ':' + master.get(1));
            for (int slot = range.get(FIRST).toInteger();
                    slot <= range.get(LAST).toInteger();
                    slot++) {
                map.moved(slot, owner);
            }
        }
        return map;
    }

    /** The master of a slot; null if nobody serves it. */
    @Nullable String owner(int slot) {
        short owner = owners[slot];
        return owner == NONE ? null : masters.get(owner);
    }

    /** Notes that a slot has another master. */
    void moved(int slot, String owner) {
        int index = masters.indexOf(owner);
        if (index < 0) {
            index = masters.size();
            masters.add(owner);
        }
        owners[slot] = (short) index;
    }

    /** Every master that serves a slot. */
    List<String> masters() {
        return List.copyOf(masters);
    }

    /** An IPv6 address gets its brackets. */
    static String hostPort(String reported) {
        int colon = reported.lastIndexOf(':');
        String host = reported.substring(0, colon);
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return bare ? '[' + host + ']' + reported.substring(colon) : reported;
    }

    static String host(String hostPort) {
        return hostPort.substring(0, hostPort.lastIndexOf(':'));
    }
}

package dev.tollgate.money.redis;

import org.jspecify.annotations.Nullable;

/** What a node of a cluster says of a call that it did not run. */
sealed interface Redirect {

    /** Another node serves the slot, from now on. */
    record Moved(String hostPort) implements Redirect {}

    /** Another node is taking the slot over and has this key already. */
    record Ask(String hostPort) implements Redirect {}

    /** Keys of the call lie on two nodes while their slot moves. */
    record Later() implements Redirect {}

    /** An error of another kind, or none: whether the call ran is not said here. */
    record None() implements Redirect {}

    /**
     * Reads an error reply.
     *
     * @param from the node that sent it, as {@code host:port}: a reply without a host means its own
     */
    static Redirect of(@Nullable String error, String from) {
        String[] words = error == null ? new String[0] : error.split(" ", 4);
        if (words.length >= 3 && words[0].equals("MOVED")) {
            return new Moved(hostPort(words[2], from));
        } else if (words.length >= 3 && words[0].equals("ASK")) {
            return new Ask(hostPort(words[2], from));
        } else if (words.length > 0 && words[0].equals("TRYAGAIN")) {
            return new Later();
        }
        return new None();
    }

    private static String hostPort(String reported, String from) {
        return reported.lastIndexOf(':') == 0 ? SlotMap.host(from) + reported : SlotMap.hostPort(reported);
    }
}

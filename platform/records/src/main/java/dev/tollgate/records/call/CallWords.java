package dev.tollgate.records.call;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.UsageRecorded;
import java.util.List;

/** What calls are looked for by: a segment has those of its calls, so that others need not be opened. */
public final class CallWords {

    /** Between the words of a segment as one text: in no word. */
    static final char SEPARATOR = '\u001f';

    private CallWords() {}

    public static String dimension(String dimension) {
        return "dimension " + dimension.replace(SEPARATOR, ' ');
    }

    public static String action(String action) {
        return "action " + action;
    }

    public static String operation(String operation) {
        return "operation " + operation;
    }

    /**
     * The word of an actor.
     *
     * @param id of a credential, or the name of an operator
     */
    public static String actor(String id) {
        return "actor " + id.replace(SEPARATOR, ' ');
    }

    public static String surface(Surface surface) {
        return "surface " + surface.text();
    }

    /** Whether two calls have the same words. */
    static boolean alike(UsageRecorded one, UsageRecorded other) {
        return one.charge().dimension().equals(other.charge().dimension())
                && one.call().action().equals(other.call().action())
                && one.call().operation().equals(other.call().operation())
                && one.call().actor().id().equals(other.call().actor().id())
                && one.call().surface() == other.call().surface();
    }

    static List<String> of(UsageRecorded event) {
        var call = event.call();
        return List.of(
                dimension(event.charge().dimension()),
                action(call.action()),
                operation(call.operation()),
                actor(call.actor().id()),
                surface(call.surface()));
    }
}

package dev.tollgate.records.consume;

import java.util.regex.Pattern;

/**
 * A consumer of domain events, as a module declares it.
 *
 * @param name key of the module, a dot, and words, such as {@code activity.feed}; also the actor of its changes
 * @param action audit action of its changes, such as {@code activity.log}
 */
public record EventConsumer(String name, String action) {

    private static final Pattern NAME = Pattern.compile("[a-z]{1,20}\\.[a-z][a-z_]{0,40}");
    private static final Pattern ACTION = Pattern.compile("[a-z_]+\\.[a-z_]+");

    public EventConsumer {
        if (!NAME.matcher(name).matches() || !ACTION.matcher(action).matches()) {
            throw new IllegalArgumentException("not a consumer of events: " + name + ' ' + action);
        }
    }

    /** The module that consumes: while it is off in a workspace, events of that workspace pass by. */
    public String module() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The type of the records it changes. */
    String resource() {
        return action.substring(0, action.indexOf('.'));
    }

    /** What its action does to a record. */
    String verb() {
        return action.substring(action.indexOf('.') + 1);
    }
}

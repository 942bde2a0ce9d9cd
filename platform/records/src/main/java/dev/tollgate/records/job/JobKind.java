package dev.tollgate.records.job;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A kind of jobs. A workspace has at most one job of a kind for each subject.
 *
 * @param name key of the module, a dot, and words, such as {@code support.ticket_clock}; also the actor of its changes
 * @param actions audit actions of its changes, the usual one first; empty where it changes no records
 * @param runMax the longest a run may take
 * @param unconditional whether it runs also while its workspace is not active or its module is off
 */
public record JobKind(String name, List<String> actions, Duration runMax, boolean unconditional) {

    private static final Pattern NAME = Pattern.compile("[a-z]{1,20}\\.[a-z][a-z_]{0,40}");
    private static final Pattern ACTION = Pattern.compile("[a-z_]+\\.[a-z_]+");

    public JobKind {
        actions = List.copyOf(actions);
        if (!NAME.matcher(name).matches()
                || !actions.stream().allMatch(action -> ACTION.matcher(action).matches())) {
            throw new IllegalArgumentException("not a kind of jobs: " + name + ' ' + actions);
        }
    }

    /** Such as {@code JobKind.of("support.ticket_clock", "ticket.breach_sla", "ticket.auto_close")}. */
    public static JobKind of(String name, String... actions) {
        return new JobKind(name, List.of(actions), JobExecution.RUN_MAX, false);
    }

    /** The same with longer runs, of which few are made at a time. */
    public JobKind lasting(Duration longest) {
        return new JobKind(name, actions, longest, unconditional);
    }

    /** Whether a run may take longer than the lease of a claim allows. */
    boolean isLong() {
        return runMax.compareTo(JobExecution.RUN_MAX) > 0;
    }

    /** The same kind for what goes on while a module is off, such as the storage of its files. */
    public JobKind inAnyState() {
        return new JobKind(name, actions, runMax, true);
    }

    /** The module whose jobs these are: they wait while it is off, unless they are unconditional. */
    public String module() {
        return name.substring(0, name.indexOf('.'));
    }

    /** The type of the records it changes; the module's key where it changes none. */
    String resource() {
        return actions.isEmpty()
                ? module()
                : actions.getFirst().substring(0, actions.getFirst().indexOf('.'));
    }

    /** What its usual action does to a record. */
    String verb() {
        return actions.isEmpty() ? "" : actions.getFirst().substring(resource().length() + 1);
    }
}

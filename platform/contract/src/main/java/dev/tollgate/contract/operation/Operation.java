package dev.tollgate.contract.operation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing a caller can ask for, declared once. REST route, MCP tool, OpenAPI entry, checks, price, audit line and
 * usage event are read off this value. It carries no handler: a reader of the catalogue needs no code that answers it.
 *
 * <p>Declared through {@link Declaration}; whether a declaration makes sense is the catalogue's to say, all faults at
 * once.
 *
 * @param name {@code verb_noun}, unique over both planes: tool name, bus address, audit and metric tag
 * @param resource what it is about, such as {@code task}; also the resource of its audit
 * @param action the audit action: {@code <resource>.<verb>}, such as {@code task.create} or {@code ticket.add_message};
 *     empty where the declaration does not say it, which the catalogue refuses
 * @param workspaceState what a control call needs of the workspace that its route names; null where the declaration
 *     does not say
 * @param statuses of its record in which it changes something, as the record's {@code status} has them; in any other it
 *     is refused or changes nothing, and nobody is offered it. Empty where it does not depend on a status
 * @param example JSON of an input that succeeds in a prepared workspace: documentation, coverage test and load test use
 *     it
 * @param event type of the domain event a change makes; null where it makes none
 * @param <I> the input record
 * @param <A> what the handler returns: a record, a {@link Page} or a {@link BatchAnswer}
 */
public record Operation<I, A>(
        String name,
        Effect effect,
        String resource,
        String action,
        @Nullable WorkspaceState workspaceState,
        Set<String> statuses,
        String summary,
        String description,
        List<Face<I, A>> faces,
        Body<I> body,
        Answer<A> answer,
        Success success,
        Set<Trait> traits,
        @Nullable String example,
        @Nullable String event) {

    public Operation {
        faces = List.copyOf(faces);
        statuses = Set.copyOf(statuses);
        traits = Set.copyOf(traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether it changes something of a record in this status. */
    public boolean isFor(String status) {
        return statuses.isEmpty() || statuses.contains(status);
    }

    /** Whether it changes records: then it takes an idempotency key and is audited in its own transaction. */
    public boolean changes() {
        return effect != Effect.READ;
    }

    /** Whether content may be overwritten or deleted by it. */
    public boolean mayDestroy() {
        return switch (effect) {
            case READ -> false;
            case WRITE -> success == Success.OK && !has(Trait.LOSSLESS);
            case REDUCE -> !has(Trait.LOSSLESS);
        };
    }

    @Override
    public String toString() {
        return name;
    }
}

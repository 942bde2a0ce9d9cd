package dev.tollgate.contract.operation;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.Scope;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The words an operation is declared with. Reads from top to bottom; ends with one of the {@code gives} methods.
 *
 * <pre>{@code
 * Declaration.create("create_task", "task")
 *         .summary("Create a task")
 *         .app("POST", "/v1/tasks", scoped("tasks:write"))
 *         .event("task.created")
 *         .takes(NewTask.class, "{\"title\": \"Call Ada\"}")
 *         .gives(Task.class);
 * }</pre>
 */
public final class Declaration {

    private record Entry(Plane plane, Route route, Access access, boolean usual) {}

    private final String name;
    private final String resource;
    private final Effect effect;
    private final Success success;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
    private String summary = "";
    private String description = "";
    private @Nullable String event;
    private @Nullable String verb;
    private @Nullable WorkspaceState workspaceState;
    private Set<String> statuses = Set.of();

    private Declaration(String name, String resource, Effect effect, Success success) {
        this.name = name;
        this.resource = resource;
        this.effect = effect;
        this.success = success;
    }

    /** A read. */
    public static Declaration read(String name, String resource) {
        return new Declaration(name, resource, Effect.READ, Success.OK);
    }

    /** A write that makes a new record: 201 with its Location. */
    public static Declaration create(String name, String resource) {
        return new Declaration(name, resource, Effect.WRITE, Success.CREATED);
    }

    /** A write that changes an existing record: 200. */
    public static Declaration write(String name, String resource) {
        return new Declaration(name, resource, Effect.WRITE, Success.OK);
    }

    /** A write that sets a job going, whose record says how far it is: 202. */
    public static Declaration job(String name, String resource) {
        return new Declaration(name, resource, Effect.WRITE, Success.ACCEPTED);
    }

    /** Data reduction: free, and open when billing is paused. */
    public static Declaration reduce(String name, String resource) {
        return new Declaration(name, resource, Effect.REDUCE, Success.OK);
    }

    public static Access scoped(String scope) {
        var right = new Scope(scope);
        return new Access.Scoped(right.area(), right);
    }

    public static Access scopeOnly(String scope) {
        return new Access.ScopeOnly(new Scope(scope));
    }

    public static Access anyCredential() {
        return new Access.AnyCredential();
    }

    public static Access roles(Role first, Role... rest) {
        return new Access.Roles(EnumSet.of(first, rest));
    }

    /** Operators and all members of the workspace. */
    public static Access everyRole() {
        return roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.AGENT, Role.READONLY);
    }

    public static Access anySignedIn() {
        return new Access.AnySignedIn();
    }

    public static Access identified() {
        return new Access.Identified();
    }

    /** Messages that are each one object. */
    public static Access signed(String sender, String header) {
        return new Access.Signed(sender, header, null, Access.Payload.OBJECT);
    }

    /** Lists of objects, by a sender with several keys, which names the one it has signed with in another header. */
    public static Access signedList(String sender, String header, String keyHeader) {
        return new Access.Signed(sender, header, keyHeader, Access.Payload.LIST);
    }

    /** One line for people: title of the tool, summary of the route. */
    public Declaration summary(String text) {
        this.summary = text;
        return this;
    }

    /** Sets what an agent or a developer must know beyond the summary. */
    public Declaration description(String text) {
        this.description = text;
        return this;
    }

    public Declaration app(String method, String path, Access access) {
        entries.add(new Entry(Plane.APP, new Route(method, path), access, false));
        return this;
    }

    public Declaration control(String method, String path, Access access) {
        entries.add(new Entry(Plane.CONTROL, new Route(method, path), access, false));
        return this;
    }

    /** A control face that is {@link Face#usual}; without one the first is. */
    public Declaration usualControl(String method, String path, Access access) {
        entries.add(new Entry(Plane.CONTROL, new Route(method, path), access, true));
        return this;
    }

    public Declaration with(Trait trait) {
        traits.add(trait);
        return this;
    }

    /** Type of the domain event a change makes. */
    public Declaration event(String type) {
        this.event = type;
        return this;
    }

    /**
     * The verb of the audit action {@code <resource>.<verb>}. Follows from a name that is the verb and the resource, or
     * the resources; any other name says it.
     */
    public Declaration audited(String auditVerb) {
        this.verb = auditVerb;
        return this;
    }

    /**
     * A suspended or archived workspace refuses it. A create is so, a read and a reduction are not; any other change
     * with a control route that names a workspace says it.
     */
    public Declaration whileActive() {
        this.workspaceState = WorkspaceState.ACTIVE;
        return this;
    }

    /** A workspace in any state takes it; see {@link #whileActive}. */
    public Declaration inAnyState() {
        this.workspaceState = WorkspaceState.ANY;
        return this;
    }

    /**
     * The statuses of the record in which it changes something: what acts on a record offers it in no other. Its code
     * refuses it there all the same, or changes nothing.
     */
    public Declaration whileStatus(Enum<?> first, Enum<?>... rest) {
        this.statuses = Stream.concat(Stream.of(first), Stream.of(rest))
                .map(status -> status.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return this;
    }

    private String action() {
        var said = verb == null ? verbOfName() : verb;
        return said.isEmpty() ? "" : resource + '.' + said;
    }

    /** The name without the resource at its end; empty where it does not end so. */
    private String verbOfName() {
        for (var ending : List.of('_' + resource, '_' + plural(resource))) {
            if (name.endsWith(ending)) {
                return name.substring(0, name.length() - ending.length());
            }
        }
        return "";
    }

    private static String plural(String noun) {
        return noun.matches(".*[^aeiou]y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + 's';
    }

    private @Nullable WorkspaceState workspaceState() {
        if (workspaceState != null) {
            return workspaceState;
        }
        return switch (effect) {
            case READ, REDUCE -> WorkspaceState.ANY;
            case WRITE -> success == Success.CREATED ? WorkspaceState.ACTIVE : null;
        };
    }

    /** An input with an example of it in JSON, which the catalogue checks at start. */
    public <I> AnswerDeclaration<I> takes(Class<I> input, String example) {
        return takes(Shape.of(input), example);
    }

    public <I> AnswerDeclaration<I> takes(Shape<I> input, String example) {
        return new AnswerDeclaration<>(this, input, example);
    }

    /** An input whose example only a prepared workspace can give (it names a record): the coverage test makes one. */
    public <I> AnswerDeclaration<I> takes(Class<I> input) {
        return takes(Shape.of(input));
    }

    /** The same for an input that says its own name. */
    public <I> AnswerDeclaration<I> takes(Shape<I> input) {
        return new AnswerDeclaration<>(this, input, null);
    }

    <I, A> Operation<I, A> operation(
            Shape<I> input, @Nullable String example, Answer<A> answer, Function<Plane, Meter<I, A>> meter) {
        List<Face<I, A>> faces = new ArrayList<>();
        boolean usual = entries.stream().noneMatch(Entry::usual);
        for (var entry : entries) {
            boolean first = usual && entry.plane() == Plane.CONTROL;
            usual &= !first;
            faces.add(new Face<>(
                    entry.plane(), entry.route(), entry.access(), meter.apply(entry.plane()), entry.usual() || first));
        }
        return new Operation<>(
                name,
                effect,
                resource,
                action(),
                workspaceState(),
                statuses,
                summary,
                description,
                faces,
                faces.stream().anyMatch(Face::takesBody) ? new Body.Json<>(input) : new Body.None<>(input),
                answer,
                success,
                traits,
                example,
                event);
    }
}

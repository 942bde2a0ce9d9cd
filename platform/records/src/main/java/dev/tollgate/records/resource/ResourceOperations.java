package dev.tollgate.records.resource;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ReferenceTarget;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The operations of one resource. Each method declares one and gives it as an ordinary {@link Operation}: name, route,
 * scopes, event, traits and summary follow from the names of record and module, and the table that {@link #table} gives
 * follows from the inputs.
 *
 * <pre>{@code
 * static final ResourceOperations<TaskId, Task> TASKS = ResourceOperations.of(Task.class, TaskId.class, "tasks", "tasks");
 * static final Operation<NewTask, Task> CREATE = TASKS.create(NewTask.class, EXAMPLE, "Creates an open task.");
 * static final Operation<Ref<TaskId>, Task> GET = TASKS.get();
 * }</pre>
 *
 * @param <I> the type of the record's id
 * @param <R> the record
 */
public final class ResourceOperations<I extends Id, R extends SyncedRecord> {

    private final DeclaredOperations<R> declared = new DeclaredOperations<>();
    private ResourceDeclarations<I, R> declarations;
    private TableDeclaration<R> table;
    private @Nullable Operation<Ref<I>, R> deletion;
    private Trait existing = Trait.UPDATES_EXISTING;
    private boolean updated;

    private ResourceOperations(ResourceDeclarations<I, R> declarations) {
        this.declarations = declarations;
        if (ReferenceTarget.of(declarations.id()) == null) {
            throw new IllegalArgumentException(declarations.id() + " does not say which records it is of");
        }
        this.table = TableDeclaration.of(
                declarations.record(),
                declarations.module() + '.' + declarations.wording().singular());
    }

    /**
     * A family without operations yet.
     *
     * @param module key of the module: scopes are {@code <module>:read} and {@code <module>:write}, and the table is
     *     {@code <module>.<singular>}
     * @param plural what several are called, in words, such as {@code deal stages}
     */
    public static <I extends Id, R extends SyncedRecord> ResourceOperations<I, R> of(
            Class<R> record, Class<I> id, String module, String plural) {
        return new ResourceOperations<>(new ResourceDeclarations<>(record, id, module, Wording.of(record, plural)));
    }

    /**
     * Sets the route of the collection in place of {@code /v1/<plural>}. Call it before any operation.
     *
     * @param route such as {@code /v1/support/tickets}; a parameter, as in
     *     {@code /v1/support/tickets/{ticket_id}/messages}, is the column that refers to the record they are part of,
     *     and a field of each input
     */
    public ResourceOperations<I, R> at(String route) {
        if (!declared.isEmpty()) {
            throw new IllegalStateException(
                    declarations.wording().many() + " have operations at another route already");
        }
        declarations = declarations.at(route);
        new Route("GET", route).parameters().forEach(column -> table = table.partOf(column));
        return this;
    }

    /**
     * No operation updates a record, so a create with {@code on_existing} can only leave it or fail. Call it before
     * {@code create} and {@code createBatch}.
     */
    public ResourceOperations<I, R> withoutUpdate() {
        existing = Trait.SKIPS_EXISTING;
        return this;
    }

    /** Declares what else holds of the table: initial values, references, rules, order. */
    public ResourceOperations<I, R> stored(UnaryOperator<TableDeclaration<R>> declaration) {
        table = declaration.apply(table);
        return this;
    }

    /** Creates one record from an input whose components are components of the record. */
    public <N extends Record> Operation<N, R> create(Class<N> input, String example, String description) {
        return create("create", "created", input, example, description);
    }

    /** The same by another verb, such as {@code log} and {@code logged}. */
    public <N extends Record> Operation<N, R> create(
            String verb, String event, Class<N> input, String example, String description) {
        var operation = declarations.create(verb, event, existing, input, example, description);
        table = table.createdBy(input);
        return add(operation, (bus, _, table) -> bus.serve(operation, call -> table.create(call, call.input())));
    }

    /** Lists records a page at a time; for inputs that find nothing by words. */
    public <Q extends Record & ListQuery> Operation<ListInput<Q>, Page<R>> list(
            Class<Q> query, String example, String description) {
        return listing("list", query, example, description);
    }

    /** The same, named for a resource that is searched rather than listed. */
    public <Q extends Record & ListQuery> Operation<ListInput<Q>, Page<R>> search(
            Class<Q> query, String example, String description) {
        return listing("search", query, example, description);
    }

    private <Q extends Record & ListQuery> Operation<ListInput<Q>, Page<R>> listing(
            String verb, Class<Q> query, String example, String description) {
        var operation = declarations.list(verb, query, table.sorts(), example, description);
        table = table.listedBy(query);
        return add(operation, (bus, _, table) -> bus.serve(operation, call -> table.page(call, call.input())));
    }

    /** Reads one record. */
    public Operation<Ref<I>, R> get() {
        var operation = declarations.get();
        return add(
                operation,
                (bus, _, table) -> bus.serve(
                        operation, call -> table.get(call, call.input().id())));
    }

    /** The same with the description that most have. */
    public <P extends Record & Identified> Operation<P, R> update(Class<P> patch) {
        return update(patch, "Changes only the fields you send.");
    }

    /** Changes one record by an input of its id and a patch for each component that may change. */
    public <P extends Record & Identified> Operation<P, R> update(Class<P> patch, String description) {
        var operation = declarations.update(patch, description);
        updated = true;
        table = table.changedBy(patch);
        return add(
                operation,
                (bus, _, table) -> bus.serve(
                        operation, call -> table.update(call, call.input().id(), call.input())));
    }

    /** Deletes one record for good; refused while other records refer to it, but for those of {@code cascade}. */
    public Operation<Ref<I>, R> delete(String description, Cascade... cascade) {
        var operation = declarations.delete(description);
        deletion = operation;
        return add(operation, (bus, tables, table) -> {
            var parts = Stream.of(cascade).map(one -> one.on(tables)).toList();
            bus.serve(operation, call -> table.remove(call, call.input().id(), parts));
        });
    }

    /** Creates several records by the inputs of {@code create}, each answered on its own. */
    public <N extends Record> Operation<Batch<N>, BatchAnswer<R>> createBatch(Operation<N, R> create) {
        var operation = declarations.createBatch(create, existing);
        return add(operation, (bus, _, table) -> bus.serve(operation, call -> table.createAll(call, call.input())));
    }

    /**
     * An action on one record, such as {@code complete_task}: the call changes the record as it is then, or is refused.
     *
     * @param event past participle for the event's type, such as {@code completed}
     * @param change the record afterwards; runs in the transaction that has locked it
     */
    public <A extends Record & Identified> Operation<A, R> action(
            String verb, String event, Class<A> input, String description, BiFunction<R, Call<A>, Outcome<R>> change) {
        return action(verb, event, Shape.of(input), description, change);
    }

    /** The same for an action that needs nothing but the record. */
    public Operation<Ref<I>, R> action(
            String verb, String event, String description, BiFunction<R, Call<Ref<I>>, Outcome<R>> change) {
        return action(verb, event, declarations.ref(), description, change);
    }

    private <A extends Record & Identified> Operation<A, R> action(
            String verb, String event, Shape<A> input, String description, BiFunction<R, Call<A>, Outcome<R>> change) {
        var operation = declarations.action(verb, event, input, description);
        return add(
                operation,
                (bus, _, table) -> bus.serve(
                        operation,
                        call -> table.update(call, call.input().id(), before -> change.apply(before, call))));
    }

    /** Takes any other operation into the family; its handler is the module's. */
    public <N, A> Operation<N, A> add(Operation<N, A> operation) {
        return add(operation, (_, _, _) -> {});
    }

    private <N, A> Operation<N, A> add(Operation<N, A> operation, DeclaredOperations.Binding<R> binding) {
        return declared.add(operation, binding);
    }

    /** All operations, in the order in which they are declared. */
    public List<Operation<?, ?>> all() {
        return declared.all();
    }

    /** The operation that deletes; fails where the family has none. */
    Operation<Ref<I>, R> deletion() {
        return Objects.requireNonNull(deletion, () -> declarations.wording().many() + " cannot be deleted");
    }

    /** The type of its ids. */
    public Class<I> id() {
        return declarations.id();
    }

    /** The table of the records, created, changed and listed by the inputs of the operations declared so far. */
    public TableDeclaration<R> table() {
        return table;
    }

    /** Binds every operation that the table can answer and that has no handler on the bus yet. */
    public void serve(OperationBus bus, Tables tables) {
        if (updated == (existing == Trait.SKIPS_EXISTING)) {
            throw new IllegalStateException(
                    declarations.wording().many() + (updated ? " have an" : " have no") + " update");
        }
        declared.serve(bus, tables, tables.table(table));
    }
}

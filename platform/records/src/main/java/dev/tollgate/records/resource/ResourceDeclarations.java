package dev.tollgate.records.resource;

import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.ListInput;
import java.util.List;

/**
 * What the operations of a resource are called and say, from the names of its record and module. Each method gives an
 * {@link Operation} without a handler.
 *
 * @param module key of the module
 */
record ResourceDeclarations<I extends Id, R extends SyncedRecord>(
        Class<R> record, Class<I> id, String module, Wording wording) {

    ResourceDeclarations<I, R> at(String collection) {
        return new ResourceDeclarations<>(record, id, module, wording.at(collection));
    }

    <N extends Record> Operation<N, R> create(
            String verb, String event, Trait existing, Class<N> input, String example, String description) {
        return Declaration.create(verb + '_' + wording.singular(), wording.singular())
                .summary(sentence(verb, wording.one()))
                .description(description)
                .app("POST", wording.collection(), write())
                .with(Trait.DRY_RUN)
                .with(existing)
                .event(wording.singular() + '.' + event)
                .takes(input, example)
                .gives(record);
    }

    <Q extends Record> Operation<ListInput<Q>, Page<R>> list(
            String verb, Class<Q> query, List<String> sorts, String example, String description) {
        return Declaration.read(verb + '_' + wording.plural(), wording.singular())
                .audited(verb)
                .summary(sentence(verb, wording.many()))
                .description(description)
                .app("GET", wording.collection(), read())
                .takes(
                        Shape.<ListInput<Q>>of(ListInput.class, query, query.getSimpleName())
                                .choosing("sort", sorts),
                        example)
                .givesPage(record);
    }

    Operation<Ref<I>, R> get() {
        return Declaration.read("get_" + wording.singular(), wording.singular())
                .summary("Read " + wording.one())
                .description("Returns one " + wording.noun() + " with its current version.")
                .app("GET", wording.item(), read())
                .with(Trait.CONDITIONAL)
                .takes(ref())
                .gives(record);
    }

    <P extends Record> Operation<P, R> update(Class<P> patch, String description) {
        return Declaration.write("update_" + wording.singular(), wording.singular())
                .summary("Change " + wording.one())
                .description(description)
                .app("PATCH", wording.item(), write())
                .with(Trait.CONDITIONAL)
                .event(wording.singular() + ".updated")
                .takes(patch)
                .gives(record);
    }

    Operation<Ref<I>, R> delete(String description) {
        return Declaration.reduce("delete_" + wording.singular(), wording.singular())
                .summary("Delete " + wording.one())
                .description(description)
                .app("DELETE", wording.item(), write())
                .with(Trait.CONDITIONAL)
                .event(wording.singular() + ".deleted")
                .takes(ref())
                .gives(record);
    }

    <N extends Record> Operation<Batch<N>, BatchAnswer<R>> createBatch(Operation<N, R> create, Trait existing) {
        return Declaration.write("create_" + wording.plural(), wording.singular())
                .audited("create")
                .summary("Create several " + wording.many())
                .description("Creates up to " + Batch.ITEMS_MAX + ' ' + wording.many() + " in one call. Each"
                        + " item is answered on its own.")
                .app("POST", wording.collection() + "/batch", write())
                .with(Trait.DRY_RUN)
                .with(Trait.LOSSLESS)
                .with(existing)
                .event(wording.singular() + ".created")
                .takes(
                        Shape.<Batch<N>>of(Batch.class, create.body().input(), wording.inputs()),
                        "{\"items\": [" + create.example() + "]}")
                // Checked like any call even if no item is valid: at least one unit is held, and returned.
                .givesBatch(record, batch -> Math.max(1, batch.items().size()));
    }

    <A extends Record> Operation<A, R> action(String verb, String event, Shape<A> input, String description) {
        return Declaration.write(verb + '_' + wording.singular(), wording.singular())
                .summary(sentence(verb, wording.one()))
                .description(description)
                .app("POST", wording.item() + '/' + verb, write())
                .with(Trait.CONDITIONAL)
                .with(Trait.LOSSLESS)
                .event(wording.singular() + '.' + event)
                .takes(input)
                .gives(record);
    }

    /** The input of an operation that needs nothing but the record. */
    Shape<Ref<I>> ref() {
        return Shape.of(Ref.class, id, record.getSimpleName() + "Ref");
    }

    private Access read() {
        return scoped(module + ":read");
    }

    private Access write() {
        return scoped(module + ":write");
    }

    private static String sentence(String verb, String object) {
        return Character.toUpperCase(verb.charAt(0)) + verb.substring(1).replace('_', ' ') + ' ' + object;
    }
}

package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.table.Batch;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema compiled once, and the record it leads to. The items of a {@link Batch} are validated one by one: a faulty
 * item is that item's fault only. Immutable and safe on every event loop.
 *
 * @param <I> the input record
 */
public final class InputSchema<I> {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012())
                    .format(new DayOrTime())
                    .keyword(new LengthFirst())
                    .build(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    /** Maximum reported faults of one input. */
    static final int FAULTS_MAX = 100;

    /** Maximum reported faults of one item of a batch. */
    static final int ITEM_FAULTS_MAX = 10;

    private static final String ITEMS = "items";

    /** A document read against the schema: the record, or everything that is wrong with it. */
    public sealed interface Reading<I> {

        record Read<I>(I input) implements Reading<I> {}

        record Faulty<I>(List<FieldError> faults) implements Reading<I> {}
    }

    private final ObjectNode document;
    private final Schema schema;
    private final SchemaPrecheck precheck;
    private final SizeLimits sizes;
    private final ObjectReader reader;
    private final Map<ZoneId, ObjectReader> readers = new ConcurrentHashMap<>();
    /** Of one item of a batch; null for every other input. */
    private final @Nullable InputSchema<?> item;

    public InputSchema(ObjectNode document, Shape<I> input) {
        this.document = document;
        this.item = input.type() == Batch.class ? item(document, input) : null;
        var checked = item == null ? document : withAnyItems(document);
        this.schema = REGISTRY.getSchema(checked);
        this.precheck = SchemaPrecheck.of(checked);
        this.schema.initializeValidators();
        this.sizes = SizeLimits.of(document);
        this.reader = DayOrTime.MAPPER.readerFor(DayOrTime.MAPPER
                .getTypeFactory()
                .constructParametricType(input.type(), input.arguments().toArray(Class<?>[]::new)));
    }

    private static InputSchema<?> item(ObjectNode document, Shape<?> batch) {
        var ofItem = (ObjectNode) document.path("properties").path(ITEMS).path(ITEMS);
        return new InputSchema<>(ofItem, Shape.of(batch.arguments().getFirst()));
    }

    private static ObjectNode withAnyItems(ObjectNode document) {
        var copy = document.deepCopy();
        ((ObjectNode) copy.path("properties").path(ITEMS)).remove(ITEMS);
        return copy;
    }

    /** A schema as callers are shown it, for a program that checks its input before it sends it. */
    public static InputSchema<JsonNode> shown(ObjectNode document) {
        return new InputSchema<>(document, Shape.of(JsonNode.class));
    }

    /** The schema as callers read it. Not to be changed. */
    public ObjectNode document() {
        return document;
    }

    /** The size limits of a document. */
    SizeLimits sizes() {
        return sizes;
    }

    /**
     * The first {@value #FAULTS_MAX} faults of the document, by field; empty if it is valid, apart from items of a
     * batch. An oversized list or object is reported alone, without validating the rest.
     */
    public List<FieldError> faults(JsonNode tree) {
        return faults(tree, Set.of());
    }

    /**
     * The same.
     *
     * @param hidden fields that are not named where the fields there are are listed
     */
    List<FieldError> faults(JsonNode tree, Set<String> hidden) {
        var excess = sizes.excess(tree);
        if (excess != null) {
            return List.of(excess);
        }
        var findings = new Findings();
        boolean accepted = precheck.accepts(tree, findings);
        if (accepted && (item != null || !UnstorableText.isIn(tree))) {
            return List.of();
        }
        boolean whole = accepted || validated(tree, findings);
        var faults = new ArrayList<FieldError>(findings.getErrors().size());
        var words = new FieldFaults(document, hidden);
        findings.getErrors().forEach(error -> faults.add(words.of(error)));
        if (whole && item == null && UnstorableText.isIn(tree)) {
            UnstorableText.collect(tree, "", faults);
        } else if (!whole && faults.isEmpty()) {
            faults.add(new FieldError("body", "has too many values"));
        }
        faults.sort(Comparator.comparing(FieldError::field));
        return first(faults);
    }

    /** Whether the validator reached the end of the document. */
    boolean validated(JsonNode tree, Findings findings) {
        try {
            schema.validate(findings, tree);
            return true;
        } catch (Findings.Enough enough) {
            return false;
        }
    }

    /** As many as are told. */
    static List<FieldError> first(List<FieldError> faults) {
        return first(faults, FAULTS_MAX);
    }

    private static List<FieldError> first(List<FieldError> faults, int most) {
        return faults.size() > most ? List.copyOf(faults.subList(0, most)) : faults;
    }

    /** The record a document without faults leads to; days are those of UTC. */
    public Reading<I> decoded(JsonNode tree) {
        return decoded(tree, ZoneOffset.UTC);
    }

    /**
     * The same.
     *
     * @param zone of days that stand for times
     */
    public Reading<I> decoded(JsonNode tree, ZoneId zone) {
        return item == null ? record(tree, zone) : new Reading.Read<>(batch(item, tree.path(ITEMS), zone));
    }

    @SuppressWarnings("unchecked") // the input of a schema with items is a batch
    private I batch(InputSchema<?> ofItem, JsonNode items, ZoneId zone) {
        var valid = new ArrayList<Object>(items.size());
        var faulty = new TreeMap<Integer, Batch.Faulty>();
        for (int index = 0; index < items.size(); index++) {
            switch (ofItem.read(items.get(index), zone)) {
                case Reading.Read<?>(Object input) -> valid.add(input);
                case Reading.Faulty<?>(List<FieldError> faults) -> {
                    var refusal = new Refusal.ValidationFailed(ofItem(faults));
                    faulty.put(index, new Batch.Faulty(items.get(index), refusal));
                }
            }
        }
        return (I) new Batch<>(valid, faulty);
    }

    /** The first faults; one of the item itself has a name, too. */
    private static List<FieldError> ofItem(List<FieldError> faults) {
        return first(faults, ITEM_FAULTS_MAX).stream()
                .map(fault -> fault.field().isEmpty() ? new FieldError("item", fault.message()) : fault)
                .toList();
    }

    private Reading<I> read(JsonNode tree, ZoneId zone) {
        var faults = faults(tree);
        return faults.isEmpty() ? decoded(tree, zone) : new Reading.Faulty<>(faults);
    }

    /** A reader for each zone: there are a few hundred. */
    private ObjectReader reader(ZoneId zone) {
        var known = readers.get(zone);
        return known == null ? readers.computeIfAbsent(zone, of -> reader.withAttribute(DayOrTime.ZONE, of)) : known;
    }

    private Reading<I> record(JsonNode tree, ZoneId zone) {
        try {
            return new Reading.Read<>(reader(zone).readValue(tree));
        } catch (JsonMappingException unfit) {
            return new Reading.Faulty<>(List.of(FieldFaults.of(unfit)));
        } catch (JsonProcessingException unfit) {
            return new Reading.Faulty<>(List.of(new FieldError("", "is not valid")));
        } catch (java.io.IOException unfit) {
            throw new java.io.UncheckedIOException(unfit);
        }
    }
}

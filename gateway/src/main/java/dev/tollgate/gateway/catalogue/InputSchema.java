package dev.tollgate.gateway.catalogue;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A schema compiled once, and the record it leads to. Immutable and safe on every event loop.
 *
 * @param <I> the input record
 */
public final class InputSchema<I> {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            Dialect.builder(Dialects.getDraft202012()).format(new DayOrTime()).build(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    /** Maximum reported faults of one input. */
    static final int FAULTS_MAX = 100;

    /** A document read against the schema: the record, or everything that is wrong with it. */
    sealed interface Reading<I> {

        record Read<I>(I input) implements Reading<I> {}

        record Faulty<I>(List<FieldError> faults) implements Reading<I> {}
    }

    private final ObjectNode document;
    private final Schema schema;
    private final SizeLimits sizes;
    private final ObjectReader reader;

    InputSchema(ObjectNode document, Shape<I> input) {
        this.document = document;
        this.schema = REGISTRY.getSchema(document);
        this.schema.initializeValidators();
        this.sizes = SizeLimits.of(document);
        this.reader = DayOrTime.MAPPER.readerFor(DayOrTime.MAPPER
                .getTypeFactory()
                .constructParametricType(input.type(), input.arguments().toArray(Class<?>[]::new)));
    }

    /** A schema as callers are shown it, for a program that checks its input before it sends it. */
    public static InputSchema<JsonNode> shown(ObjectNode document) {
        return new InputSchema<>(document, Shape.of(JsonNode.class));
    }

    /** The schema as callers read it. Not to be changed. */
    public ObjectNode document() {
        return document;
    }

    /** How large a document may be. */
    SizeLimits sizes() {
        return sizes;
    }

    /**
     * What is wrong with the document, by field, the first {@value #FAULTS_MAX}; empty when nothing is. What is far too
     * large is told alone, without looking at the rest.
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
        boolean whole = validated(tree, findings);
        var faults = new ArrayList<FieldError>(findings.getErrors().size());
        var words = new FieldFaults(document, hidden);
        findings.getErrors().forEach(error -> faults.add(words.of(error)));
        if (whole) {
            UnstorableText.collect(tree, "", faults);
        } else if (faults.isEmpty()) {
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
        return faults.size() > FAULTS_MAX ? faults.subList(0, FAULTS_MAX) : faults;
    }

    /** The record a document without faults leads to. */
    Reading<I> decoded(JsonNode tree) {
        try {
            return new Reading.Read<>(reader.readValue(tree));
        } catch (JsonMappingException unfit) {
            return new Reading.Faulty<>(List.of(FieldFaults.of(unfit)));
        } catch (JsonProcessingException unfit) {
            return new Reading.Faulty<>(List.of(new FieldError("", "is not valid")));
        } catch (java.io.IOException unfit) {
            throw new java.io.UncheckedIOException(unfit);
        }
    }
}

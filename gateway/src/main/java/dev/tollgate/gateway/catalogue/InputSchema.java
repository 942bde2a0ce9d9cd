package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A schema compiled once, and the record it leads to. Immutable and safe on every event loop.
 *
 * @param <I> the input record
 */
public final class InputSchema<I> {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
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
        this.reader = Json.MAPPER.readerFor(Json.MAPPER
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

    /** The size limits of a document. */
    SizeLimits sizes() {
        return sizes;
    }

    /**
     * The first {@value #FAULTS_MAX} faults of the document, by field; empty if it is valid. An oversized list or
     * object is reported alone, without validating the rest.
     */
    public List<FieldError> faults(JsonNode tree) {
        var excess = sizes.excess(tree);
        if (excess != null) {
            return List.of(excess);
        }
        var findings = new Findings();
        boolean whole = validated(tree, findings);
        var faults = new ArrayList<FieldError>(findings.getErrors().size());
        findings.getErrors().forEach(error -> faults.add(FieldFaults.of(error)));
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

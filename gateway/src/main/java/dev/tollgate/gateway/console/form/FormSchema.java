package dev.tollgate.gateway.console.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of an operation's input: those of its schema that are not in the path. A record in it gives its own. */
public record FormSchema(List<FieldSpec> fields) {

    public FormSchema {
        fields = List.copyOf(fields);
    }

    /**
     * The fields of a schema.
     *
     * @param without properties that are set otherwise
     */
    public static FormSchema of(JsonNode document, Collection<String> without) {
        var fields = new ArrayList<FieldSpec>();
        var required = required(document);
        document.path("properties").properties().forEach(property -> {
            var name = property.getKey();
            if (!without.contains(name)) {
                add(fields, name, property.getValue(), required.contains(name));
            }
        });
        return new FormSchema(fields);
    }

    private static void add(List<FieldSpec> fields, String name, JsonNode property, boolean required) {
        var inner = property.path("properties");
        if (!Widget.type(property).equals("object") || inner.isEmpty()) {
            fields.add(FieldSpec.of(name, property, required));
            return;
        }
        var innerRequired = required(property);
        inner.properties()
                .forEach(one -> fields.add(FieldSpec.of(
                        name + '.' + one.getKey(), one.getValue(), required && innerRequired.contains(one.getKey()))));
    }

    private static Set<String> required(JsonNode document) {
        var names = new HashSet<String>();
        document.path("required").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** The same for filters. */
    public FormSchema asFilters() {
        return new FormSchema(fields.stream().map(FieldSpec::inOneLine).toList());
    }

    /** Whether a read can be made without anything typed. */
    public boolean needsNothing() {
        return fields.stream().noneMatch(FieldSpec::required);
    }
}

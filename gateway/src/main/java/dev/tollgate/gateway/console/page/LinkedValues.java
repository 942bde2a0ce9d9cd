package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.form.FormField;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.form.TypedForm;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Values that the link to a form fills in. Anybody can make such a link, so the form marks each of them, and says how
 * many there are before everything else.
 *
 * @param values by name of the field
 */
record LinkedValues(MultiMap values) {

    static final LinkedValues NONE = new LinkedValues(MultiMap.caseInsensitiveMultiMap());

    /** What a query has for the fields of a form; everything else in it is left out. */
    static LinkedValues of(FormSchema schema, MultiMap query) {
        var values = MultiMap.caseInsensitiveMultiMap();
        for (var field : schema.fields()) {
            query.getAll(field.name()).stream()
                    .filter(value -> !value.isBlank())
                    .forEach(value -> values.add(field.name(), value));
        }
        return new LinkedValues(values);
    }

    /** Of a form that was sent: what its link filled in, and its person left as it was. */
    static LinkedValues of(FormSchema schema, TypedForm form) {
        var values = MultiMap.caseInsensitiveMultiMap();
        for (var field : schema.fields()) {
            var linked = form.linked(field);
            if (!linked.isEmpty() && linked.equals(form.typed(field))) {
                values.add(field.name(), linked);
            }
        }
        return new LinkedValues(values);
    }

    /** The fields of the form with these values. */
    List<FormField> fields(FormSchema schema) {
        return FormField.sent(schema, TypedForm.ofQuery(schema, values), List.of());
    }

    /** Names of the fields that have one. */
    Set<String> names() {
        return new HashSet<>(values.names());
    }
}

package dev.tollgate.gateway.console.form;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.outcome.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field as a page shows it.
 *
 * @param value what is in it
 * @param before what was in it when the record was read
 * @param saved what another person saved meanwhile; null for none
 * @param errors what is wrong with it
 */
public record FormField(
        FieldSpec spec,
        String value,
        String before,
        @Nullable String saved,
        List<String> errors) {

    public FormField {
        errors = List.copyOf(errors);
    }

    /** Whether this choice is made. */
    public boolean chosen(String choice) {
        return spec.widget() == Widget.CHECKS ? value.lines().anyMatch(choice::equals) : value.equals(choice);
    }

    /** Fields of a new record. */
    public static List<FormField> empty(FormSchema schema) {
        return schema.fields().stream()
                .map(field -> new FormField(field, "", "", null, List.of()))
                .toList();
    }

    /** Fields that show a record. */
    public static List<FormField> of(FormSchema schema, JsonNode record) {
        return schema.fields().stream()
                .map(field -> new FormField(field, field.shown(record), field.shown(record), null, List.of()))
                .toList();
    }

    /** Fields as they were sent, with their errors. */
    public static List<FormField> sent(FormSchema schema, TypedForm form, List<FieldError> errors) {
        return schema.fields().stream()
                .map(field ->
                        new FormField(field, form.typed(field), form.before(field), null, messages(field, errors)))
                .toList();
    }

    /** Fields as they were sent, beside what was saved meanwhile, to choose from. */
    public static List<FormField> conflicting(FormSchema schema, TypedForm form, JsonNode record) {
        var fields = new ArrayList<FormField>();
        for (var field : schema.fields()) {
            var now = field.shown(record).strip();
            var isNew = !now.equals(form.before(field));
            var changed = !form.typed(field).equals(form.before(field));
            fields.add(new FormField(
                    field, changed ? form.typed(field) : now, now, isNew && changed ? now : null, List.of()));
        }
        return List.copyOf(fields);
    }

    /** Errors that belong to no field of the form. */
    public static List<FieldError> others(FormSchema schema, List<FieldError> errors) {
        return errors.stream()
                .filter(error -> schema.fields().stream().noneMatch(field -> isOf(field, error)))
                .toList();
    }

    private static List<String> messages(FieldSpec field, List<FieldError> errors) {
        return errors.stream()
                .filter(error -> isOf(field, error))
                .map(FieldError::message)
                .toList();
    }

    private static boolean isOf(FieldSpec field, FieldError error) {
        var path = error.field().startsWith("body.") ? error.field().substring("body.".length()) : error.field();
        return path.equals(field.name())
                || path.equals(field.root())
                || path.startsWith(field.name() + '[')
                || path.startsWith(field.name() + '.');
    }
}

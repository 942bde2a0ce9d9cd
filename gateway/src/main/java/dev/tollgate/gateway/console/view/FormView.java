package dev.tollgate.gateway.console.view;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.console.form.FormField;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A form as a page.
 *
 * @param about what the operation does
 * @param linked names of fields that the link filled in: anybody may have made it
 * @param key minted with the page: the same form sent twice takes effect once
 * @param version of the record that is changed; empty for none
 * @param notes what to know before it is sent
 * @param problem why it was refused; null for a new form
 * @param errors faults that belong to no field
 * @param confirm a name to type; null for none
 * @param destroys whether something may be lost
 * @param back where to go without sending it
 */
public record FormView(
        Shell shell,
        String about,
        List<FormField> fields,
        Set<String> linked,
        String key,
        String version,
        List<String> notes,
        @Nullable Problem problem,
        List<FieldError> errors,
        @Nullable String confirm,
        boolean destroys,
        String submit,
        String back) {

    public FormView {
        fields = List.copyOf(fields);
        linked = Set.copyOf(linked);
        notes = List.copyOf(notes);
        errors = List.copyOf(errors);
    }
}

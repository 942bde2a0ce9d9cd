package dev.tollgate.gateway.console.view;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.gateway.console.form.FormField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is tried out, as a page.
 *
 * @param groups operations to choose from
 * @param chosen name of the operation; empty for none
 * @param errors faults that belong to no field
 * @param call the request; null until the form is filled in
 * @param sendable whether the page may send it
 */
public record PlaygroundView(
        Shell shell,
        List<Group> groups,
        String chosen,
        String about,
        List<FormField> fields,
        List<FieldError> errors,
        @Nullable TriedCall call,
        boolean sendable) {

    /** The operations of a module. */
    public record Group(String module, List<String> operations) {
        public Group {
            operations = List.copyOf(operations);
        }
    }

    public PlaygroundView {
        groups = List.copyOf(groups);
        fields = List.copyOf(fields);
        errors = List.copyOf(errors);
    }
}

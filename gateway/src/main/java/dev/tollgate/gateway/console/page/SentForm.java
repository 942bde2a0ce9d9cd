package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.form.TypedForm;
import io.vertx.core.MultiMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form as it was sent.
 *
 * @param fields what it says of the operation's input
 * @param values all of it, also what the page has put beside the fields
 */
record SentForm(FormSchema schema, TypedForm fields, MultiMap values) {

    private static final Pattern KEY = Pattern.compile("[a-z0-9_-]{8,64}");
    private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

    static SentForm of(FormSchema schema, MultiMap values) {
        return new SentForm(schema, TypedForm.of(schema, values), values);
    }

    /** Its idempotency key; null for none that can be one. */
    @Nullable String key() {
        return matching(KEY, values.get("key"));
    }

    /** The version of the record that the form was filled with; null for none that can be one. */
    @Nullable String version() {
        return matching(VERSION, values.get("version"));
    }

    /** Whether the name that confirms the action was typed. */
    boolean confirms(String name) {
        return name.equals(values.get("confirm"));
    }

    private static @Nullable String matching(Pattern pattern, @Nullable String value) {
        return value != null && pattern.matcher(value).matches() ? value : null;
    }
}

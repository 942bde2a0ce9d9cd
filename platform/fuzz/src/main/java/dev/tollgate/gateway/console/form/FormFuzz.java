package dev.tollgate.gateway.console.form;

import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.console.signin.FormBodies;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * Any form of any control operation is read or refused: a body has the form's own fields, amounts are exact, and what
 * was not changed changes nothing.
 */
public final class FormFuzz {

    private static final List<FormSchema> SCHEMAS = Offered.CATALOGUE.faces().stream()
            .filter(face -> face.face().route().path().startsWith("/control/"))
            .map(face -> FormSchema.of(
                    face.rest().schema().document(), face.face().route().parameters()))
            .filter(schema -> !schema.fields().isEmpty())
            .toList();

    private FormFuzz() {}

    /** Two bytes for the operation, then the body of a form; {@code 0=} to {@code 9=} are its first fields. */
    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        var schema = choices.of(SCHEMAS);
        if (FormBodies.decoded(Buffer.buffer(choices.rest())) instanceof FormBodies.Form.Sent(MultiMap sent)) {
            for (int at = 0; at < Math.min(10, schema.fields().size()); at++) {
                var name = schema.fields().get(at).name();
                Optional.ofNullable(sent.get(String.valueOf(at))).ifPresent(value -> sent.set("f." + name, value));
            }
            read(schema, sent);
            unchanged(schema, sent);
        }
    }

    private static void read(FormSchema schema, MultiMap sent) {
        var form = TypedForm.of(schema, sent);
        var roots = schema.fields().stream().map(FieldSpec::root).toList();
        var body = form.body();
        var changes = form.changes();
        for (var field : schema.fields()) {
            var value = field.in(body);
            if (field.widget() == Widget.DOLLARS && value.isNumber()) {
                Property.holds(
                        Dollars.micros(Dollars.plain(value.longValue())).equals(Optional.of(value.longValue())),
                        "an amount is shown as it is: " + value);
            }
        }
        body.fieldNames()
                .forEachRemaining(name -> Property.holds(roots.contains(name), "a field of the form: " + name));
        changes.fieldNames()
                .forEachRemaining(name -> Property.holds(roots.contains(name), "a field of the form: " + name));
        form.query()
                .names()
                .forEach(name -> Property.holds(
                        schema.fields().stream().anyMatch(field -> field.name().equals(name)),
                        "a parameter is a field of the form: " + name));
    }

    /** The form as it comes back from a page that showed what was sent, of which nobody changed anything. */
    private static void unchanged(FormSchema schema, MultiMap sent) {
        var form = TypedForm.of(schema, sent);
        var again = MultiMap.caseInsensitiveMultiMap();
        for (var field : FormField.sent(schema, form, List.of())) {
            again.add("f." + field.spec().name(), field.value());
            again.add("w." + field.spec().name(), field.value());
        }
        Property.holds(TypedForm.of(schema, again).changes().isEmpty(), "what was not changed changes nothing");
    }
}

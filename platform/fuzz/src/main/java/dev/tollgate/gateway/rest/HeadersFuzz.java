package dev.tollgate.gateway.rest;

import dev.tollgate.fuzz.Offered;
import dev.tollgate.fuzz.Property;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;

/** Any headers of a call are understood or refused. */
public final class HeadersFuzz {

    private static final List<String> NAMES =
            List.of("Accept", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "Content-Encoding");

    private HeadersFuzz() {}

    /** Lines: the digit of a header's name, then its value. */
    public static void fuzzerTestOneInput(byte[] input) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        Property.text(input)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> headers.add(NAMES.get(line.charAt(0) % NAMES.size()), line.substring(1)));
        for (var name : List.of("update_contact", "list_contacts", "create_contact", "list_usage")) {
            var operation = Offered.CATALOGUE.tools().get(name);
            if (operation != null
                    && RestConditions.of(operation.operation(), headers) instanceof RestConditions.Given(var given)) {
                var key = given.idempotencyKey();
                Property.holds(key == null || (!key.isEmpty() && key.length() <= 255), "a key has 1 to 255 characters");
            }
        }
        var refusal = MediaTypes.refusal("PATCH", headers);
        Property.holds(
                refusal != null
                        || headers.get("Content-Type").toLowerCase(Locale.ROOT).contains("json"),
                "a body that is taken is JSON");
    }
}

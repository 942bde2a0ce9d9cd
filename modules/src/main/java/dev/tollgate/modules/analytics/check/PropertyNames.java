package dev.tollgate.modules.analytics.check;

import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.analytics.hash.SuspectedPii;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Properties before they are checked: without nulls, which mean that there is no value, and with hashes in the place of
 * names that have an e-mail address or a card number in them, since faults show names.
 */
record PropertyNames(KeyedHashes hashes) {

    JsonObject safe(JsonObject properties) {
        var safe = new JsonObject();
        for (var property : properties) {
            var value = safe(property.getValue());
            if (value != null) {
                safe.put(safe(property.getKey()), value);
            }
        }
        return safe;
    }

    private String safe(String name) {
        return SuspectedPii.isIn(name) ? String.valueOf(hashes.ofPii(name)) : name;
    }

    private @Nullable Object safe(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> safe(object);
            case JsonArray list -> {
                var safe = new JsonArray();
                for (int i = 0; i < list.size(); i++) {
                    safe.add(safe(list.getValue(i)));
                }
                yield safe;
            }
            case null, default -> value;
        };
    }
}

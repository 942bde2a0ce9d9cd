package dev.tollgate.modules.analytics.check;

import dev.tollgate.modules.analytics.hash.KeyedHashes;
import dev.tollgate.modules.analytics.hash.SuspectedPii;
import dev.tollgate.modules.tracked.PropertyClass;
import dev.tollgate.records.schema.FieldCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts hashes in the place of values of one event. */
final class PropertyHashing {

    private final KeyedHashes hashes;
    private final Map<String, PropertyClass> classes;
    private final List<String> hashed = new ArrayList<>();
    private final List<String> suspected = new ArrayList<>();

    /** @param classes of properties; values of those that have none are looked at */
    PropertyHashing(KeyedHashes hashes, Map<String, PropertyClass> classes) {
        this.hashes = hashes;
        this.classes = classes;
    }

    /** Names of the properties whose values are hashed. */
    List<String> hashed() {
        return hashed;
    }

    /** Paths of values that have an e-mail address or a card number, of properties without a class. */
    List<String> suspected() {
        return suspected;
    }

    /** @param before names of properties whose values are hashed already */
    JsonObject of(JsonObject properties, List<String> before) {
        var result = new JsonObject();
        for (var property : properties) {
            var name = property.getKey();
            var value = property.getValue();
            result.put(name, before.contains(name) ? value : of(name, value));
        }
        hashed.addAll(before);
        return result;
    }

    private @Nullable Object of(String name, Object value) {
        var known = classes.get(name);
        return switch (known) {
            case PII -> {
                hashed.add(name);
                yield hashes.ofPii(value);
            }
            case SENSITIVE -> {
                hashed.add(name);
                yield hashes.ofSensitive(name, value);
            }
            case NONE -> value;
            case null -> unclassed(FieldCheck.PROPERTIES + '.' + name, name, value);
        };
    }

    private @Nullable Object unclassed(String path, String property, @Nullable Object value) {
        return switch (value) {
            case JsonObject object -> {
                var result = new JsonObject();
                for (var field : object) {
                    result.put(field.getKey(), unclassed(path + '.' + field.getKey(), property, field.getValue()));
                }
                yield result;
            }
            case JsonArray list -> {
                var result = new JsonArray();
                for (int i = 0; i < list.size(); i++) {
                    result.add(unclassed(path + '[' + i + ']', property, list.getValue(i)));
                }
                yield result;
            }
            case null -> null;
            default -> {
                if (!SuspectedPii.isIn(value)) {
                    yield value;
                }
                suspected.add(path);
                if (!hashed.contains(property)) {
                    hashed.add(property);
                }
                yield hashes.ofPii(value);
            }
        };
    }
}

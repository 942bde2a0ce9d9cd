package dev.tollgate.modules.analytics.hash;

import dev.tollgate.modules.tracked.EventHashes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of one workspace: the first 128 bits of HMAC-SHA-256. What a hash is of is part of what is hashed, so that
 * an actor, an event id and a value of the same text have different ones.
 */
public final class KeyedHashes implements EventHashes {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,189}");

    /** Regular expression of the hash of any value, and of a sensitive one, also for PostgreSQL. */
    public static final String OF_ANY = "^(pii|sensitive)_[0-9]{1,9}_[0-9a-f]{32}$";

    public static final String OF_SENSITIVE = "^sensitive_[0-9]{1,9}_[0-9a-f]{32}$";

    private static final Pattern HASH = Pattern.compile(OF_ANY);
    private static final String SENSITIVE = "sensitive_";
    private static final String HIDDEN = "sensitive";
    private static final int PLAIN_SCALE_MAX = 1_000;

    /** A key for values of properties; hashes have its number. */
    record NumberedKey(int number, HashKey key) {}

    private final HashKey actors;
    private final List<NumberedKey> values;

    /** @param values the newest first, at least one */
    KeyedHashes(HashKey actors, List<NumberedKey> values) {
        this.actors = actors;
        this.values = List.copyOf(values);
    }

    /** Hashes of no workspace, for checks that keep nothing. */
    public static KeyedHashes ofNone() {
        var key = HashKey.of(new byte[HashKey.HASH_BYTES]);
        return new KeyedHashes(key, List.of(new NumberedKey(1, key)));
    }

    @Override
    public UUID actor(String text) {
        return uuid("actor", text);
    }

    @Override
    public UUID eventId(String text) {
        return uuid("event", text);
    }

    private UUID uuid(String kind, String text) {
        var bytes = ByteBuffer.wrap(actors.hash(kind, text));
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    @Override
    public List<String> pii(Object value) {
        var canonical = canonical(value);
        return values.stream().map(key -> pii(key, canonical)).toList();
    }

    @Override
    public JsonObject hashed(JsonObject properties, Set<String> pii, Set<String> sensitive) {
        var hashed = new JsonObject();
        for (var property : properties) {
            var name = property.getKey();
            var value = property.getValue();
            hashed.put(
                    name,
                    sensitive.contains(name)
                            ? sensitiveUnlessHashed(name, value)
                            : pii.contains(name) ? piiUnlessHashed(value) : value);
        }
        return hashed;
    }

    private Object piiUnlessHashed(Object value) {
        return value instanceof JsonArray list
                ? new JsonArray(list.stream().map(this::piiUnlessHashed).toList())
                : isHash(value) ? value : ofPii(value);
    }

    private Object sensitiveUnlessHashed(String name, Object value) {
        return isSensitive(value) ? value : ofSensitive(name, value);
    }

    private static boolean isSensitive(@Nullable Object value) {
        return value instanceof String text && text.startsWith(SENSITIVE) && isHash(text);
    }

    private static boolean isHash(Object value) {
        return value instanceof String text && HASH.matcher(text).matches();
    }

    /** Hashed properties as callers may see them: equal hashes would say which sensitive values are equal. */
    public static JsonObject shown(JsonObject hashed) {
        var shown = hashed.copy();
        for (var property : hashed) {
            if (isSensitive(property.getValue())) {
                shown.put(property.getKey(), HIDDEN);
            }
        }
        return shown;
    }

    /** A value of a pii property as it is stored from now on; each element of a list by itself. */
    public Object ofPii(Object value) {
        return value instanceof JsonArray list
                ? new JsonArray(list.stream().map(this::ofPii).toList())
                : pii(values.getFirst(), canonical(value));
    }

    /** A value of a sensitive property as it is stored from now on. */
    public String ofSensitive(String property, Object value) {
        var key = values.getFirst();
        return SENSITIVE
                + key.number()
                + '_'
                + HexFormat.of().formatHex(key.key().hash("sensitive " + property, canonical(value)));
    }

    private static String pii(NumberedKey key, String canonical) {
        return "pii_" + key.number() + '_' + HexFormat.of().formatHex(key.key().hash("pii", canonical));
    }

    /** The same text for values that are equal. */
    private static String canonical(Object value) {
        return switch (value) {
            case String text when ADDRESS.matcher(text).matches() -> 's' + text.toLowerCase(Locale.ROOT);
            case String text -> 's' + text;
            case Number number -> 'n' + plain(new BigDecimal(number.toString()).stripTrailingZeros());
            case JsonObject object -> 'o' + object.encode();
            case JsonArray list -> 'o' + list.encode();
            default -> 'v' + value.toString();
        };
    }

    /** What is stored has at most 400 digits; a number that is only checked may be 1e-999999999. */
    private static String plain(BigDecimal number) {
        return Math.abs((long) number.scale()) > PLAIN_SCALE_MAX ? number.toString() : number.toPlainString();
    }
}

package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.EntityTags;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Preconditions in the headers of a call: idempotency key and versions. */
sealed interface RestConditions {

    /** The header that makes a repeated write take effect once. */
    CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("Idempotency-Key");

    int KEY_LENGTH_MAX = 255;
    Pattern VERSION = Pattern.compile("[1-9]\\d{0,17}");

    Given NONE = new Given(Conditions.NONE);
    Given TABLE = new Given(Conditions.TABLE);

    /** Understood; {@code dryRun} is the query's to say. */
    record Given(Conditions conditions) implements RestConditions {}

    /** A header that is not what it should be. */
    record Faulty(Refusal refusal) implements RestConditions {}

    static RestConditions of(Operation<?, ?> operation, MultiMap headers) {
        var key = operation.changes() ? headers.get(IDEMPOTENCY_KEY) : null;
        if (key == null && operation.has(Trait.KEY_REQUIRED)) {
            return malformed("The header Idempotency-Key is required for this operation.");
        }
        if (key != null && !isKey(key)) {
            return malformed("Idempotency-Key is 1 to " + KEY_LENGTH_MAX + " printable ASCII characters.");
        }
        if (!headers.contains(HttpHeaders.IF_MATCH)) {
            return without(operation, headers, key);
        }
        return switch (EntityTags.of(headers.getAll(HttpHeaders.IF_MATCH))) {
            case EntityTags.Any _ -> without(operation, headers, key);
            case EntityTags.Listed(var tags) ->
                operation.has(Trait.CONDITIONAL) && operation.changes()
                        ? given(key, versions(tags))
                        : malformed("This operation does not support If-Match.");
            case EntityTags.Malformed _ ->
                malformed("If-Match is *, or at most " + EntityTags.TAGS_MAX + " ETags of the record, such as \"3\".");
        };
    }

    /** The versions that strong tags name: a weak tag, and one that is not of ours, is the tag of no record. */
    private static List<Long> versions(List<EntityTags.Tag> tags) {
        return tags.stream()
                .filter(tag -> !tag.weak() && VERSION.matcher(tag.opaque()).matches())
                .map(tag -> Long.valueOf(tag.opaque()))
                .toList();
    }

    /** Without versions. */
    private static RestConditions without(Operation<?, ?> operation, MultiMap headers, @Nullable String key) {
        if (key != null) {
            return given(key, null);
        }
        return AcceptedFormat.table(operation, headers) ? TABLE : NONE;
    }

    private static RestConditions given(@Nullable String key, @Nullable List<Long> ifVersions) {
        return new Given(new Conditions(key, ifVersions, null, false, OnExisting.FAIL, false, false));
    }

    private static RestConditions malformed(String detail) {
        return new Faulty(new Refusal.MalformedRequest(detail));
    }

    private static boolean isKey(String key) {
        return !key.isEmpty()
                && key.length() <= KEY_LENGTH_MAX
                && key.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }
}

package dev.tollgate.records.resource;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a resource, in every form that routes, operations and sentences need.
 *
 * @param singular such as {@code deal_stage}
 * @param plural such as {@code deal_stages}
 */
record Wording(String singular, String plural) {

    static Wording of(Class<?> record, String plural) {
        return new Wording(new SnakeCaseStrategy().translate(record.getSimpleName()), plural.replace(' ', '_'));
    }

    /** Such as {@code a deal stage}. */
    String one() {
        var article = "aeiou".indexOf(singular.charAt(0)) < 0 ? "a " : "an ";
        return article + words(singular);
    }

    /** Such as {@code deal stage}. */
    String noun() {
        return words(singular);
    }

    /** Such as {@code deal stages}. */
    String many() {
        return words(plural);
    }

    /** Such as {@code NewDealStages}. */
    String inputs() {
        return Stream.of(plural.split("_"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining("", "New", ""));
    }

    /** Such as {@code /v1/deal-stages}. */
    String collection() {
        return "/v1/" + plural.replace('_', '-');
    }

    /** Such as {@code /v1/deal-stages/{id}}. */
    String item() {
        return collection() + "/{id}";
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}

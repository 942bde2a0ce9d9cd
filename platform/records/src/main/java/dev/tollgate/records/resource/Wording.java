package dev.tollgate.records.resource;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of a resource, in every form that routes, operations and sentences need.
 *
 * @param singular such as {@code deal_stage}
 * @param plural such as {@code deal_stages}
 * @param collection route of all, such as {@code /v1/deal-stages}
 */
record Wording(String singular, String plural, String collection) {

    static Wording of(Class<?> record, String plural) {
        var singular = new SnakeCaseStrategy().translate(record.getSimpleName());
        return new Wording(singular, plural.replace(' ', '_'), "/v1/" + plural.replace(' ', '-'));
    }

    /** The same with another route of the collection. */
    Wording at(String route) {
        return new Wording(singular, plural, route);
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

    /** Such as {@code /v1/deal-stages/{id}}. */
    String item() {
        return collection + "/{id}";
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }
}

package dev.tollgate.contract.event;

import org.jspecify.annotations.Nullable;

/**
 * A domain event that no operation declares, such as {@code billing.exhausted}: declared so that webhooks can subscribe
 * to it.
 *
 * @param type {@code <resource>.<past verb>}
 * @param summary one line for people
 * @param data the shape of its data
 * @param example what its data looks like; null for a sample of the shape
 */
public record EventDeclaration(
        String type,
        String summary,
        Class<? extends Record> data,
        @Nullable Record example) {

    /** An event whose example has the shape of its data. */
    public EventDeclaration(String type, String summary, Record example) {
        this(type, summary, example.getClass(), example);
    }

    /** The resource it is about. */
    public String resource() {
        return type.substring(0, type.indexOf('.'));
    }
}

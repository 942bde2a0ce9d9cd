package dev.tollgate.contract.event;

/**
 * A domain event that no operation declares, such as {@code billing.exhausted}: declared so that webhooks can subscribe
 * to it.
 *
 * @param type {@code <resource>.<past verb>}
 * @param summary one line for people
 * @param example what its data looks like; the class of it is the shape of the data
 */
public record EventDeclaration(String type, String summary, Record example) {}

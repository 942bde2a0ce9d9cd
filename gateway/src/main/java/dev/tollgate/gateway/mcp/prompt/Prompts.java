package dev.tollgate.gateway.mcp.prompt;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CatalogueRejected;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ListPages;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The prompts of the product, by name, held against the catalogue. Immutable; safe from any thread. */
public final class Prompts {

    /** More of one argument is no argument but a document. */
    static final int ARGUMENT_CHARS_MAX = 2_000;

    /** Result of a prompt request. */
    public sealed interface Filling {

        /** The prompt, filled in. */
        record Filled(String description, String text) implements Filling {}

        /** There is no such prompt for this caller, or its arguments are not right; the sentence says which. */
        record Refused(String why) implements Filling {}
    }

    private final Catalogue catalogue;
    private final SequencedMap<String, Workflow> workflows;
    private final ListPages pages;

    private Prompts(Catalogue catalogue, SequencedMap<String, Workflow> workflows, byte[] cursorKey) {
        this.catalogue = catalogue;
        this.workflows = Collections.unmodifiableSequencedMap(workflows);
        var entries = new HashMap<String, ListPages.Entry>();
        workflows.forEach((name, workflow) -> entries.put(
                name,
                new ListPages.Entry(entitlements -> isFor(workflow, entitlements), Json.bytes(workflow.asPrompt()))));
        this.pages = new ListPages("prompts", catalogue, entries, cursorKey);
    }

    /**
     * The product's workflows on this catalogue.
     *
     * @param cursorKey signs cursors; the same on every gateway
     */
    public static Prompts of(Catalogue catalogue, byte[] cursorKey) {
        return of(catalogue, Workflows.all(), cursorKey);
    }

    /**
     * Holds workflows against the catalogue.
     *
     * @throws CatalogueRejected with every operation and argument that does not exist
     */
    static Prompts of(Catalogue catalogue, Collection<Workflow> declared, byte[] cursorKey) {
        SequencedMap<String, Workflow> workflows = new TreeMap<>();
        var faults = new ArrayList<String>();
        for (var workflow : declared) {
            if (workflows.put(workflow.name(), workflow) != null) {
                faults.add("prompt " + workflow.name() + " is declared twice");
            }
            faults.addAll(faults(catalogue, workflow));
        }
        if (!faults.isEmpty()) {
            throw new CatalogueRejected(faults);
        }
        return new Prompts(catalogue, workflows, cursorKey);
    }

    private static List<String> faults(Catalogue catalogue, Workflow workflow) {
        var faults = new ArrayList<String>();
        var names = new HashSet<String>();
        workflow.arguments().forEach(argument -> names.add(argument.name()));
        var texts = new ArrayList<String>();
        texts.add(workflow.opening());
        for (var step : workflow.steps()) {
            texts.add(step.text());
            if (step.operation() != null && !catalogue.tools().containsKey(step.operation())) {
                faults.add("prompt " + workflow.name() + " calls " + step.operation() + ", which is no tool");
            }
        }
        for (var text : texts) {
            for (var place : Workflow.places(text)) {
                if (!names.contains(place)) {
                    faults.add("prompt " + workflow.name() + " has no argument " + place);
                }
            }
        }
        return faults;
    }

    /** The prompts as lists show them. */
    ListPages pages() {
        return pages;
    }

    /** Entitlements of a caller. */
    public EntitlementKey entitlements(RequestContext context) {
        return ListPages.entitlements(catalogue, context);
    }

    private boolean isFor(Workflow workflow, EntitlementKey entitlements) {
        return missing(workflow, entitlements) == null;
    }

    /**
     * The permitted values of an argument, in the order of its declaration; null if the caller has no such argument.
     */
    public @Nullable List<String> values(String prompt, String argument, EntitlementKey entitlements) {
        var workflow = workflows.get(prompt);
        if (workflow != null && isFor(workflow, entitlements)) {
            for (var declared : workflow.arguments()) {
                if (declared.name().equals(argument)) {
                    return declared.values();
                }
            }
        }
        return null;
    }

    /**
     * The prompt with its arguments filled in.
     *
     * @param given the arguments; names and values as the client sent them
     */
    public Filling get(String name, Map<String, String> given, EntitlementKey entitlements) {
        var workflow = workflows.get(name);
        if (workflow == null) {
            return new Filling.Refused("Unknown prompt.");
        }
        var missing = missing(workflow, entitlements);
        if (missing != null) {
            return new Filling.Refused("This prompt calls " + missing + ", which this credential may not call here.");
        }
        var wrong = wrong(workflow, given);
        return wrong == null
                ? new Filling.Filled(workflow.description(), text(workflow, given, entitlements))
                : new Filling.Refused(wrong);
    }

    /** The first tool that is needed and not to be called; null where there is none. */
    private @Nullable String missing(Workflow workflow, EntitlementKey entitlements) {
        for (var step : workflow.steps()) {
            if (step.needed() && step.operation() != null && !mayCall(step.operation(), entitlements)) {
                return step.operation();
            }
        }
        return null;
    }

    private boolean mayCall(String operation, EntitlementKey entitlements) {
        var face = catalogue.tools().get(operation);
        return face != null && entitlements.covers(face);
    }

    private static @Nullable String wrong(Workflow workflow, Map<String, String> given) {
        var unknown = new HashMap<>(given);
        for (var argument : workflow.arguments()) {
            var value = unknown.remove(argument.name());
            if (value == null || value.isBlank()) {
                if (argument.required()) {
                    return "The argument " + argument.name() + " is missing.";
                }
            } else if (value.length() > ARGUMENT_CHARS_MAX) {
                return "The argument " + argument.name() + " is longer than " + ARGUMENT_CHARS_MAX + " characters.";
            } else if (!argument.values().isEmpty() && !argument.values().contains(value)) {
                return "The argument " + argument.name() + " is one of " + argument.values() + '.';
            }
        }
        return unknown.isEmpty() ? null : "This prompt takes no other arguments than those of its list.";
    }

    private String text(Workflow workflow, Map<String, String> given, EntitlementKey entitlements) {
        var text = new StringBuilder(filled(workflow.opening(), given)).append("\n");
        var number = 0;
        for (var step : workflow.steps()) {
            if (step.operation() != null && !mayCall(step.operation(), entitlements)) {
                continue;
            }
            if (Workflow.places(step.text()).stream()
                    .allMatch(place -> !given.getOrDefault(place, "").isBlank())) {
                text.append('\n').append(++number).append(". ").append(filled(step.text(), given));
            }
        }
        return text.toString();
    }

    /** In one pass: placeholders in argument values are not expanded. */
    private static String filled(String text, Map<String, String> given) {
        var filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            filled.append(text, from, open).append(given.getOrDefault(text.substring(open + 1, close), ""));
            from = close + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }
}

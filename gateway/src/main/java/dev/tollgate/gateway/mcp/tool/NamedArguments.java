package dev.tollgate.gateway.mcp.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.catalogue.input.NamedReference;
import dev.tollgate.gateway.catalogue.input.Nearest;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.records.table.ReferenceTarget;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Puts ids in place of the names of records in the arguments of a tool, where a name is that of one record only. What
 * is left as a name is a fault of the argument, which {@link NameFaults} puts into words.
 */
final class NamedArguments {

    /** Longer texts are no names. */
    private static final int NAME_CHARS_MAX = 256;

    /** Names are listed where one is wrong, if there are no more. */
    private static final int LISTED_MAX = 10;

    /** Wrong names of a call that are compared with those there are. */
    private static final int EXPLAINED_MAX = 2;

    /** Longest wait for names, before the call has begun. */
    private static final long LOOK_UP_MAX_MS = 2_000;

    /** An argument that has a name in place of an id. */
    private record Use(ObjectNode holder, String path, NamedReference reference, String name) {
        ReferenceTarget target() {
            return reference.target();
        }
    }

    /** A name that is that of no record. */
    private record Wrong(ReferenceTarget target, String name) {}

    private final RecordNames names;

    NamedArguments(RecordNames names) {
        this.names = names;
    }

    /** Changes the arguments; gives what to say of those that could not be changed. */
    Future<NameFaults> resolve(RequestContext context, ToolInput<?> input, @Nullable JsonNode arguments) {
        var faults = new NameFaults();
        var uses = uses(input, arguments, faults);
        uses.removeIf(use -> unreadable(context, use, faults));
        if (uses.isEmpty()) {
            return Future.succeededFuture(faults);
        }
        Map<ReferenceTarget, Set<String>> wanted = new HashMap<>();
        uses.forEach(use ->
                wanted.computeIfAbsent(use.target(), _ -> new LinkedHashSet<>()).add(use.name()));
        faults.lookedUp(wanted.values().stream().mapToInt(Set::size).sum());
        return names.ids(context.caller(), wanted)
                .compose(found -> {
                    uses.removeIf(use -> replaced(use, found, faults));
                    return uses.isEmpty() ? Future.succeededFuture(faults) : unknown(context, uses, faults);
                })
                .timeout(LOOK_UP_MAX_MS, TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(
                        cause instanceof TimeoutException
                                ? Failure.Unavailable.before("names of records were not read in time", cause)
                                : cause));
    }

    private static List<Use> uses(ToolInput<?> input, @Nullable JsonNode arguments, NameFaults faults) {
        var uses = new ArrayList<Use>();
        if (!(arguments instanceof ObjectNode holder) || input.references().isEmpty()) {
            return uses;
        }
        if (!input.isBatch()) {
            input.references().forEach(reference -> add(uses, holder, "", reference, faults));
            return uses;
        }
        var items = holder.path("items");
        for (int index = 0; index < items.size() && items.size() <= Batch.ITEMS_MAX; index++) {
            if (items.get(index) instanceof ObjectNode item) {
                var path = NameFaults.item(index);
                input.references().forEach(reference -> add(uses, item, path, reference, faults));
            }
        }
        return uses;
    }

    /** An argument may have the name of the answer's field, and its form. */
    private static void add(
            List<Use> uses, ObjectNode holder, String path, NamedReference reference, NameFaults faults) {
        if (holder.has(reference.shown()) && !holder.has(reference.field())) {
            var given = holder.remove(reference.shown());
            holder.set(reference.field(), given.has("id") ? given.get("id") : given);
            faults.sentAs(path + reference.field(), path + reference.shown());
        }
        var text = holder.path(reference.field());
        if (text.isTextual() && isName(text.textValue(), reference)) {
            uses.add(new Use(holder, path + reference.field(), reference, text.textValue()));
        }
    }

    private static boolean isName(String text, NamedReference reference) {
        return !text.isBlank() && text.length() <= NAME_CHARS_MAX && text.indexOf('\0') < 0 && !reference.meansId(text);
    }

    private static boolean unreadable(RequestContext context, Use use, NameFaults faults) {
        if (ToolAnswers.mayRead(context, use.target())) {
            return false;
        }
        var module = use.target().module();
        faults.put(
                use.path(),
                "must be an ID: finding it by its name takes the scope " + module + ":read, and " + module
                        + " among the toolsets");
        return true;
    }

    private static boolean replaced(Use use, Map<ReferenceTarget, Map<String, List<UUID>>> found, NameFaults faults) {
        var ids = found.getOrDefault(use.target(), Map.of()).getOrDefault(use.name(), List.of());
        if (ids.size() == 1) {
            use.holder().put(use.reference().field(), use.reference().text(ids.getFirst()));
        } else if (!ids.isEmpty()) {
            var texts = ids.stream().map(use.reference()::text).toList();
            faults.put(
                    use.path(),
                    "is the name of several; give one of their IDs: " + String.join(", ", texts)
                            + (ids.size() == RecordNames.SAME_MAX ? ", …" : ""));
        }
        return !ids.isEmpty();
    }

    private Future<NameFaults> unknown(RequestContext context, List<Use> uses, NameFaults faults) {
        var targets = new LinkedHashSet<ReferenceTarget>();
        uses.forEach(use -> targets.add(use.target()));
        return names.newest(context.caller(), targets).map(newest -> {
            Map<Wrong, String> explained = new HashMap<>();
            for (var use : uses) {
                var wrong = new Wrong(use.target(), use.name());
                if (explained.size() < EXPLAINED_MAX) {
                    explained.computeIfAbsent(
                            wrong,
                            _ -> explanation(
                                    wrong,
                                    newest.getOrDefault(use.target(), Map.of()).values()));
                }
                faults.put(use.path(), expected(wrong) + explained.getOrDefault(wrong, "."));
            }
            return faults;
        });
    }

    private static String expected(Wrong wrong) {
        return "must be an ID, or the name of one " + wrong.target().noun();
    }

    /** The nearest name; where there are a few only, all of them. */
    private static String explanation(Wrong wrong, Collection<String> newest) {
        var known = new LinkedHashSet<>(newest);
        var nearest = Nearest.to(wrong.name(), known);
        var question = nearest == null ? "." : "; did you mean " + nearest + '?';
        if (known.isEmpty()) {
            return question + " There is none that you may read.";
        }
        return question + (known.size() <= LISTED_MAX ? " Names: " + String.join(", ", known) : "");
    }
}

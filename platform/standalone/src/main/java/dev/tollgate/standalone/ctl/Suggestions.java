package dev.tollgate.standalone.ctl;

import dev.tollgate.contract.outcome.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The command that a wrong one most likely means. */
final class Suggestions {
    /** Verbs of other command lines, each with ours for it, the likeliest first. */
    private static final Map<String, List<String>> VERBS = Map.ofEntries(
            Map.entry("show", List.of("get")),
            Map.entry("view", List.of("get")),
            Map.entry("describe", List.of("get")),
            Map.entry("read", List.of("get")),
            Map.entry("info", List.of("get")),
            Map.entry("ls", List.of("list")),
            Map.entry("all", List.of("list")),
            Map.entry("search", List.of("list")),
            Map.entry("find", List.of("list")),
            Map.entry("add", List.of("create", "set")),
            Map.entry("new", List.of("create")),
            Map.entry("make", List.of("create")),
            Map.entry("request", List.of("create")),
            Map.entry("edit", List.of("update", "set")),
            Map.entry("patch", List.of("update", "set")),
            Map.entry("rename", List.of("update")),
            Map.entry("change", List.of("update", "set")),
            Map.entry("enable", List.of("resume", "set")),
            Map.entry("disable", List.of("pause", "set", "revoke")),
            Map.entry("remove", List.of("delete", "revoke", "archive")),
            Map.entry("rm", List.of("delete", "revoke", "archive")),
            Map.entry("destroy", List.of("delete", "archive")),
            Map.entry("delete", List.of("revoke", "archive", "cancel")),
            Map.entry("regenerate", List.of("rotate")),
            Map.entry("roll", List.of("rotate")),
            Map.entry("stop", List.of("pause", "cancel", "suspend")),
            Map.entry("start", List.of("resume", "create")),
            Map.entry("approve", List.of("confirm")),
            Map.entry("accept", List.of("confirm")),
            Map.entry("reject", List.of("refuse")));

    /** What follows the verb where another command line has a verb of its own for it. */
    private static final Map<String, String> OPTIONS =
            Map.of("modules enable", " KEY --enabled", "modules disable", " KEY --no-enabled");

    private final SortedMap<String, Set<String>> verbs;

    /** @param verbs of each group */
    Suggestions(SortedMap<String, Set<String>> verbs) {
        this.verbs = verbs;
    }

    /** The likely command; null if none is near. */
    @Nullable String of(String group, @Nullable String verb) {
        var meant = group(group, verb);
        if (meant == null) {
            return null;
        }
        var known = verbs.getOrDefault(meant, Set.of());
        if (verb == null || verb.startsWith("-") || known.isEmpty()) {
            return meant;
        }
        var word = verb(verb, known);
        return word == null ? meant : meant + ' ' + word + OPTIONS.getOrDefault(meant + ' ' + verb, "");
    }

    /** Of several groups that begin or end so, the first with the verb. */
    private @Nullable String group(String group, @Nullable String verb) {
        if (verbs.containsKey(group)) {
            return group;
        }
        var candidates =
                new ArrayList<String>(List.of(group + 's', group.replace('_', '-'), group.replace("-", "") + 's'));
        if (group.endsWith("y")) {
            candidates.add(group.substring(0, group.length() - 1) + "ies");
        }
        for (var candidate : candidates) {
            if (verbs.containsKey(candidate)) {
                return candidate;
            }
        }
        var near = verbs.keySet().stream()
                .filter(known -> known.startsWith(group + '-')
                        || known.endsWith('-' + group)
                        || known.endsWith('-' + group + 's'))
                .toList();
        return near.stream()
                .filter(known -> verb != null && verb(verb, verbs.getOrDefault(known, Set.of())) != null)
                .findFirst()
                .or(() -> near.stream().findFirst())
                .or(() -> NearestWord.of(group, verbs.keySet()))
                .orElse(null);
    }

    private static @Nullable String verb(String verb, Set<String> known) {
        if (known.contains(verb)) {
            return verb;
        }
        for (var candidate : VERBS.getOrDefault(verb, List.of())) {
            if (known.contains(candidate)) {
                return candidate;
            }
        }
        return NearestWord.of(verb, known).orElse(null);
    }
}

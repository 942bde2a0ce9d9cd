package dev.tollgate.gateway.mcp.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of a text as the index of tools compares them: lower case, without endings of number and tense. */
final class ToolWords {

    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private static final Set<String> STOP = Set.of(
            "a", "all", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "did", "do", "does", "for",
            "from", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "may", "me", "my", "no", "not",
            "of", "on", "one", "or", "see", "such", "that", "the", "there", "this", "to", "was", "what", "why", "will",
            "with", "you");

    /** What people say, and the verbs of operations that do it. */
    private static final Map<String, Set<String>> VERBS = Map.ofEntries(
            Map.entry("find", Set.of("search", "list")),
            Map.entry("which", Set.of("search", "list")),
            Map.entry("look", Set.of("search", "list", "get")),
            Map.entry("show", Set.of("get", "list")),
            Map.entry("view", Set.of("get", "list")),
            Map.entry("read", Set.of("get")),
            Map.entry("fetch", Set.of("get", "list")),
            Map.entry("search", Set.of("list")),
            Map.entry("list", Set.of("search")),
            Map.entry("add", Set.of("creat")),
            Map.entry("new", Set.of("creat")),
            Map.entry("mak", Set.of("creat")),
            Map.entry("writ", Set.of("creat")),
            Map.entry("edit", Set.of("updat")),
            Map.entry("modify", Set.of("updat")),
            Map.entry("chang", Set.of("updat")),
            Map.entry("set", Set.of("updat")),
            Map.entry("mov", Set.of("updat")),
            Map.entry("renam", Set.of("updat")),
            Map.entry("remov", Set.of("delet")),
            Map.entry("eras", Set.of("delet")),
            Map.entry("finish", Set.of("complet")),
            Map.entry("clos", Set.of("complet")),
            Map.entry("done", Set.of("complet")),
            Map.entry("spent", Set.of("usag", "charg")),
            Map.entry("spend", Set.of("usag", "charg")),
            Map.entry("cost", Set.of("usag", "charg")));

    /** Words that stand for several. */
    private static final Map<String, List<String>> MEANING =
            Map.of("remind", List.of("creat", "task"), "todo", List.of("task"), "blog", List.of("entry"));

    /** Words that ask for many records. */
    private static final Set<String> MANY = Set.of("several", "many", "batch", "bulk");

    private ToolWords() {}

    /** Whether the words of a query ask for many records. */
    static boolean askForMany(List<String> words) {
        return words.stream().anyMatch(MANY::contains);
    }

    /** The words of a query. */
    static List<String> ofQuery(String query) {
        return of(query).stream()
                .flatMap(word -> MEANING.getOrDefault(word, List.of(word)).stream())
                .distinct()
                .toList();
    }

    static List<String> of(String text) {
        return Arrays.stream(CAMEL.matcher(text)
                        .replaceAll(" ")
                        .toLowerCase(Locale.ROOT)
                        .split("[^a-z0-9]+", -1))
                .filter(word -> !word.isEmpty() && !STOP.contains(word))
                .map(ToolWords::stem)
                .toList();
    }

    /** Whether a word of a query asks for this word of a tool. */
    static boolean meansSame(String asked, String known) {
        var verbs = VERBS.get(asked);
        return verbs != null && verbs.contains(known);
    }

    private static String stem(String word) {
        var singular = word.endsWith("ies") && word.length() > 4
                ? word.substring(0, word.length() - 3) + 'y'
                : word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && word.length() > 3
                        ? word.substring(0, word.length() - 1)
                        : word;
        return without(without(without(singular, "ing", 3), "ed", 3), "e", 2);
    }

    private static String without(String word, String ending, int restMin) {
        return word.endsWith(ending) && word.length() - ending.length() >= restMin
                ? word.substring(0, word.length() - ending.length())
                : word;
    }
}

package dev.tollgate.gateway;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A folder of recorded JSON files, by path below the folder. It holds these files and no other. */
record GoldenFolder(Path folder) {

    /** One line per file that is missing, superfluous or different; empty if the folder is as it should be. */
    List<String> differences(Map<String, JsonNode> wanted) throws IOException {
        var differences = new ArrayList<String>();
        var names = new TreeSet<>(wanted.keySet());
        names.addAll(recorded());
        for (var name : names) {
            var file = folder.resolve(name);
            var content = wanted.get(name);
            if (content == null) {
                differences.add(file + " is superfluous");
            } else if (!Files.exists(file)) {
                differences.add(file + " is missing");
            } else if (!Files.readString(file).equals(pretty(content))) {
                differences.add(file + " differs at " + firstDifference(Files.readString(file), pretty(content)));
            }
        }
        return differences;
    }

    /** Writes new and changed files and deletes superfluous ones. */
    void write(Map<String, JsonNode> wanted) throws IOException {
        for (var name : recorded()) {
            if (!wanted.containsKey(name)) {
                Files.delete(folder.resolve(name));
            }
        }
        for (var file : wanted.entrySet()) {
            var path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, pretty(file.getValue()));
        }
    }

    private Set<String> recorded() throws IOException {
        if (!Files.exists(folder)) {
            return Set.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toSet());
        }
    }

    private static String firstDifference(String recorded, String current) {
        var before = recorded.split("\n", -1);
        var after = current.split("\n", -1);
        int line = 0;
        while (line < before.length && line < after.length && before[line].equals(after[line])) {
            line++;
        }
        return "line %d: recorded %s, now %s".formatted(line + 1, line(before, line), line(after, line));
    }

    private static String line(String[] lines, int at) {
        return at < lines.length ? '"' + lines[at].strip() + '"' : "nothing";
    }

    /** Two spaces per level, one member a line. */
    static String pretty(JsonNode tree) throws IOException {
        var indent = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        return Json.MAPPER.writer(printer).writeValueAsString(tree) + '\n';
    }
}

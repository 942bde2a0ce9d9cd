package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Field;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Whom and what a command means: of a tenant's and a workspace's operation the one whose owner is named, and the ids in
 * its path. What changes something names its record; only reads fall back on the usual one.
 */
final class TargetResolver {
    private final ParseResult parsed;
    private final Map<String, String> usual;

    TargetResolver(ParseResult parsed, Map<String, String> usual) {
        this.parsed = parsed;
        this.usual = usual;
    }

    /** The option that names an owner: {@code tenant_id} is {@code --tenant}. */
    static String option(Field owner) {
        return "--" + owner.dashed().replaceFirst("-id$", "");
    }

    ControlOperation chosen(List<ControlOperation> choices) {
        if (choices.size() == 1) {
            return choices.getFirst();
        }
        var named = choices.stream()
                .filter(choice -> choice.owners().stream().anyMatch(owner -> given(owner) != null))
                .toList();
        if (named.size() > 1) {
            throw wrong("name one of " + owners(choices));
        }
        if (named.size() == 1) {
            return named.getFirst();
        }
        return choices.reversed().stream()
                .filter(choice -> choice.owners().stream().allMatch(owner -> usual.containsKey(owner.name())))
                .findFirst()
                .orElseThrow(() -> wrong("name one of " + owners(choices)));
    }

    private static String owners(List<ControlOperation> choices) {
        return String.join(
                ", ",
                choices.stream()
                        .flatMap(choice -> choice.owners().stream())
                        .map(TargetResolver::option)
                        .toList());
    }

    String path(ControlOperation operation) {
        var path = operation.path();
        for (var owner : operation.owners()) {
            path = path.replace('{' + owner.name() + '}', step(owner, owner(owner)));
        }
        var named = operation.named();
        for (int i = 0; i < named.size(); i++) {
            path = path.replace('{' + named.get(i).name() + '}', step(named.get(i), named(operation, named.get(i), i)));
        }
        return path;
    }

    private String owner(Field owner) {
        var id = given(owner);
        if (id == null) {
            id = usual.get(owner.name());
        }
        if (id == null) {
            var variable = "TOLLGATE_"
                    + option(owner)
                            .substring(2)
                            .toUpperCase(java.util.Locale.ROOT)
                            .replace('-', '_');
            throw wrong(option(owner) + " ID is needed" + (isUsual(owner) ? ", or " + variable : ""));
        }
        return id;
    }

    static boolean isUsual(Field owner) {
        return owner.name().equals("tenant_id") || owner.name().equals("workspace_id");
    }

    private String named(ControlOperation operation, Field field, int position) {
        String id = parsed.hasMatchedPositional(position) ? parsed.matchedPositionalValue(position, "") : null;
        if (id == null && operation.method().equals("GET")) {
            id = usual.get(field.name());
        }
        if (id == null) {
            throw wrong("which one? " + field.dashed().toUpperCase(java.util.Locale.ROOT) + " is needed");
        }
        return id;
    }

    private @Nullable String given(Field owner) {
        return parsed.matchedOptionValue(option(owner), null);
    }

    private String step(Field field, String text) {
        if (text.isBlank() || text.equals(".") || text.equals("..")) {
            throw wrong(field.name() + " is not valid");
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(parsed.commandSpec().commandLine(), message);
    }
}

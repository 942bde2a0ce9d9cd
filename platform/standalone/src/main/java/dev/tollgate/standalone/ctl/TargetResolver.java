package dev.tollgate.standalone.ctl;

import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Field;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Tenant, workspace and record of a command. Of an operation on a tenant and one on a workspace the one whose owner is
 * named is meant; where none is, the usual one by its declaration, or another whose owner is known. A write takes no
 * owner that the caller has not named: see {@link TargetDefaults}.
 */
final class TargetResolver {
    private static final String TENANT_OPTION = "--tenant";

    /**
     * The target of a call.
     *
     * @param path with the ids
     * @param owners ids of tenant and workspace in it, by path parameter
     * @param said whether the caller wrote these very ids, in the command or in the environment
     */
    record Target(String path, Map<String, String> owners, boolean said) {
        Target {
            owners = Map.copyOf(owners);
        }
    }

    private final ParseResult parsed;
    private final TargetDefaults defaults;
    private final TargetNames names;
    private final Map<String, String> owners = new HashMap<>();
    private boolean said = true;

    TargetResolver(ParseResult parsed, TargetDefaults defaults, TargetNames names) {
        this.parsed = parsed;
        this.defaults = defaults;
        this.names = names;
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
        if (named.size() == 1) {
            return named.getFirst();
        }
        if (named.size() > 1) {
            return inTenant(choices, named);
        }
        return inOrder(choices).stream()
                .filter(choice ->
                        choice.owners().stream().allMatch(owner -> defaults.of(owner.name(), isWrite(choice)) != null))
                .findFirst()
                .orElseThrow(() -> wrong("name one of " + owners(choices)));
    }

    /** The usual one first; then that of the workspace, of the tenant, of neither, as their paths are sorted. */
    private static List<ControlOperation> inOrder(List<ControlOperation> choices) {
        return choices.reversed().stream()
                .sorted(Comparator.comparing(choice -> !choice.isUsual()))
                .toList();
    }

    /** With both owners, the tenant says where the workspace's slug or name is looked up. */
    private ControlOperation inTenant(List<ControlOperation> choices, List<ControlOperation> named) {
        for (var choice : named) {
            for (var owner : choice.owners()) {
                var text = owner.name().equals(TargetDefaults.WORKSPACE) ? given(owner) : null;
                if (text != null && !TargetNames.isWorkspaceId(text)) {
                    return choice;
                }
            }
        }
        throw wrong("name one of " + owners(choices));
    }

    private static String owners(List<ControlOperation> choices) {
        return String.join(
                ", ",
                choices.stream()
                        .flatMap(choice -> choice.owners().stream())
                        .map(TargetResolver::option)
                        .toList());
    }

    Target target(ControlOperation operation) {
        var path = operation.path();
        for (var owner : operation.owners()) {
            path = path.replace('{' + owner.name() + '}', step(owner, owner(operation, owner)));
        }
        var named = operation.named();
        for (int i = 0; i < named.size(); i++) {
            path = path.replace('{' + named.get(i).name() + '}', step(named.get(i), named(operation, named.get(i), i)));
        }
        return new Target(path, owners, said);
    }

    private String owner(ControlOperation operation, Field owner) {
        var text = given(owner);
        if (text == null) {
            refuseTenantAlone(operation, owner);
            text = defaults.of(owner.name(), isWrite(operation));
            said &= defaults.variables().containsKey(owner.name());
        }
        if (text == null) {
            throw wrong(missing(owner));
        }
        return id(owner, text, isWrite(operation));
    }

    /** A tenant without its workspace must not be combined with a workspace that was named elsewhere. */
    private void refuseTenantAlone(ControlOperation operation, Field owner) {
        var alone = owner.name().equals(TargetDefaults.WORKSPACE)
                && operation.owners().size() == 1
                && given(TENANT_OPTION) != null;
        if (alone) {
            throw wrong("which workspace of the tenant? --workspace is needed");
        }
    }

    private String missing(Field owner) {
        var option = option(owner);
        if (!isUsual(owner)) {
            return option + " ID is needed";
        }
        var variable =
                "TOLLGATE_" + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
        var ofDev = defaults.of(owner.name(), false);
        return "which " + option.substring(2) + "? Name it with " + option + ", bin/tollgate ctl use, or " + variable
                + (ofDev == null ? "" : "; that of dev is " + ofDev);
    }

    private String id(Field field, String text, boolean write) {
        var id = switch (field.name()) {
            case TargetDefaults.TENANT -> names.tenant(text);
            case TargetDefaults.WORKSPACE -> names.workspace(text, lookedUpIn(write));
            default -> text;
        };
        said &= id.equals(text);
        if (isUsual(field)) {
            owners.put(field.name(), id);
        }
        return id;
    }

    private @Nullable String lookedUpIn(boolean write) {
        var tenant = given(TENANT_OPTION);
        return tenant == null ? defaults.of(TargetDefaults.TENANT, write) : tenant;
    }

    static boolean isUsual(Field owner) {
        return owner.name().equals(TargetDefaults.TENANT) || owner.name().equals(TargetDefaults.WORKSPACE);
    }

    private static boolean isWrite(ControlOperation operation) {
        return !operation.method().equals("GET");
    }

    private String named(ControlOperation operation, Field field, int position) {
        String text = parsed.hasMatchedPositional(position) ? parsed.matchedPositionalValue(position, "") : null;
        if (text == null && !isWrite(operation)) {
            text = defaults.of(field.name(), false);
        }
        if (text == null) {
            throw wrong("which one? " + field.dashed().toUpperCase(Locale.ROOT) + " is needed");
        }
        return id(field, text, isWrite(operation));
    }

    private @Nullable String given(Field owner) {
        return given(option(owner));
    }

    private @Nullable String given(String option) {
        return parsed.commandSpec().optionsMap().containsKey(option) ? parsed.matchedOptionValue(option, null) : null;
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

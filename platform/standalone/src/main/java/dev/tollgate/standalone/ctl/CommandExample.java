package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.ControlOperation;
import dev.tollgate.standalone.ctl.document.Field;
import java.util.ArrayList;
import java.util.Locale;

/** The document's example of an input as a command line. */
final class CommandExample {
    private CommandExample() {}

    static String[] lines(ControlOperation operation) {
        if (!operation.example().isObject()) {
            return new String[0];
        }
        var words = new ArrayList<String>();
        words.add("  bin/tollgate ctl " + operation.group() + ' ' + operation.verb());
        operation.named().forEach(field -> words.add(field.dashed().toUpperCase(Locale.ROOT)));
        operation.owners().forEach(owner -> words.add(owner(owner)));
        for (var field : operation.bodyFields()) {
            var value = operation.example().path(field.name());
            if (!value.isMissingNode() && !value.isNull()) {
                words.add(VerbSpec.option(field) + (field.isFlag() ? flag(value) : ' ' + quoted(text(value))));
            }
        }
        return new String[] {"", "Example:", RootHelp.plain(String.join(" ", words))};
    }

    private static String owner(Field owner) {
        return TargetResolver.option(owner)
                + switch (owner.name()) {
                    case TargetDefaults.TENANT -> " Acme";
                    case TargetDefaults.WORKSPACE -> " Acme/production";
                    default -> " ID";
                };
    }

    private static String flag(JsonNode value) {
        return value.asBoolean() ? "" : "=false";
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.isContainerNode() ? value.toString() : value.asText();
        }
        var items = new ArrayList<String>();
        value.forEach(item -> items.add(item.asText()));
        return String.join(",", items);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_.,:/@+-]+") ? text : '\'' + text.replace("'", "'\\''") + '\'';
    }
}

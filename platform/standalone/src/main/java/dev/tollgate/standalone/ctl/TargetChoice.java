package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The tenant and workspace that {@code ctl use} chose, kept in a file per server. Holds nothing secret.
 *
 * @param ids by path parameter
 */
record TargetChoice(Map<String, String> ids) {
    static final TargetChoice NONE = new TargetChoice(Map.of());

    TargetChoice {
        ids = Map.copyOf(ids);
    }

    static TargetChoice of(Path file) {
        try {
            if (!Files.isReadable(file)) {
                return NONE;
            }
            var ids = new HashMap<String, String>();
            JsonNodes.read(Files.readAllBytes(file))
                    .properties()
                    .forEach(id -> ids.put(id.getKey(), id.getValue().asText()));
            ids.keySet().retainAll(java.util.Set.of(TargetDefaults.TENANT, TargetDefaults.WORKSPACE));
            return new TargetChoice(ids);
        } catch (IOException unreadable) {
            throw new CtlFailure(ExitCode.USAGE, file + " cannot be read; bin/tollgate ctl use TENANT writes it anew");
        }
    }

    void keep(Path file) {
        try {
            if (ids.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            var json = JsonNodeFactory.instance.objectNode();
            ids.forEach(json::put);
            Files.createDirectories(file.getParent());
            Files.write(file, JsonNodes.bytes(json));
        } catch (IOException unwritable) {
            throw new CtlFailure(ExitCode.USAGE, file + " cannot be written");
        }
    }
}

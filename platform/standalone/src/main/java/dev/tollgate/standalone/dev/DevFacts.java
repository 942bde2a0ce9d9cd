package dev.tollgate.standalone.dev;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.tollgate.runtime.json.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Content of {@code dev.json} for people and scripts. A file of another build may have more members.
 *
 * @param credentials the demo credentials' secrets by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record DevFacts(
        String api,
        String mcp,
        String control,
        String console,
        String management,
        String operatorToken,
        @Nullable String tenantId,
        @Nullable String workspaceId,
        Map<String, String> credentials) {

    DevFacts {
        credentials = Map.copyOf(credentials);
    }

    /** The base URL of a listener. */
    static String base(int port) {
        return "http://localhost:" + port;
    }

    static DevFacts at(int port, int controlPort, int managementPort, String operatorToken) {
        return new DevFacts(
                base(port),
                base(port) + "/mcp",
                base(controlPort) + "/control/v1",
                base(controlPort) + "/console",
                base(managementPort),
                operatorToken,
                null,
                null,
                Map.of());
    }

    DevFacts with(Demo demo) {
        return withDemo(demo.tenantId(), demo.workspaceId(), demo.credentials());
    }

    /** The same with the demo of an earlier start. */
    DevFacts withDemoOf(DevFacts earlier) {
        return withDemo(earlier.tenantId, earlier.workspaceId, earlier.credentials);
    }

    private DevFacts withDemo(@Nullable String tenant, @Nullable String workspace, Map<String, String> secrets) {
        return new DevFacts(api, mcp, control, console, management, operatorToken, tenant, workspace, secrets);
    }

    /** Those of the last start. */
    static Optional<DevFacts> of(DevFolder folder) {
        return DevFolder.read(folder.facts()).map(text -> Json.read(text, DevFacts.class));
    }

    void write(DevFolder folder) {
        DevFolder.write(folder.facts(), Json.text(this) + "\n");
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "DevFacts[" + api + "]";
    }
}

package dev.tollgate.standalone.dev;

import dev.tollgate.embedded.Addresses;
import dev.tollgate.runtime.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of the dev installation as a file, with which a further process joins it. */
final class DevSettings {
    /** A demo listens on loopback only, unless the environment sets another host. */
    private static final Map<String, String> LOOPBACK = Map.of("host", "127.0.0.1");

    /** Load tests open all their connections from this machine. */
    private static final Map<String, Object> GATEWAY =
            Map.of("host", "127.0.0.1", "connections-exempt", List.of("127.0.0.0/8", "::1"));

    /** Webhooks may go to receivers on this machine: only in dev, where the receivers are the developer's own. */
    private static final Map<String, Object> RECEIVERS_HERE = Map.of(
            "allow-http", true,
            "allowed-addresses", List.of("127.0.0.0/8", "::1"),
            "allowed-ports", List.of("1-65535"));

    private DevSettings() {}

    /** Writes the file; JSON is YAML, and needs no quoting rules of our own. */
    static void write(DevFolder folder, Addresses addresses, DevSecrets secrets, String publicUrl) {
        var postgres = addresses.postgres();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("public-url", publicUrl);
        settings.put("gateway", GATEWAY);
        settings.put("management", LOOPBACK);
        settings.put(
                "postgres",
                Map.of(
                        "host", postgres.host(),
                        "port", postgres.port(),
                        "database", postgres.database(),
                        "user", postgres.user(),
                        "password", postgres.password()));
        settings.put("redis", Map.of("url", addresses.redisUrl()));
        settings.put("kafka", Map.of("bootstrap-servers", addresses.kafkaBootstrap()));
        settings.put(
                "operators", List.of(Map.of("name", DevSecrets.OPERATOR, "token-hash", secrets.operatorTokenHash())));
        settings.put("pepper", Map.of("id", "dev", "secret", secrets.pepper()));
        settings.put("secrets", Map.of("key", secrets.secretsKey()));
        settings.put("cursor", Map.of("key", secrets.cursorKey()));
        settings.put("files", Map.of("folder", folder.files().toString()));
        settings.put("webhooks", RECEIVERS_HERE);
        DevFolder.write(folder.settings(), Json.text(Map.of("tollgate", settings)) + "\n");
    }
}

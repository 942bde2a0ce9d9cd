package dev.tollgate.loadtest.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Settings of the parts of an installation, without the addresses of its servers. */
final class PartSettings {

    /** The name of the operator. */
    static final String OPERATOR = "bench";

    private PartSettings() {}

    /** On loopback, with fresh secrets and one operator. */
    static ObjectNode of(String operatorHash) {
        var root = JsonTrees.object();
        var tollgate = root.putObject("tollgate");
        var ofGateway = tollgate.putObject("gateway").put("host", "127.0.0.1");
        ofGateway.putArray("connections-exempt").add("127.0.0.0/8");
        tollgate.putObject("management").put("host", "127.0.0.1");
        tollgate.putArray("operators").addObject().put("name", OPERATOR).put("token-hash", operatorHash);
        tollgate.putObject("pepper").put("id", "bench").put("secret", secret());
        tollgate.putObject("secrets").put("key", secret());
        tollgate.putObject("cursor").put("key", secret());
        return root;
    }

    private static String secret() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

package dev.tollgate.gateway.mcp;

/** The names that the modern revisions reserve in {@code _meta}. */
final class Envelope {

    static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    static final String SUBSCRIPTION_ID = "io.modelcontextprotocol/subscriptionId";
    static final String PROGRESS_TOKEN = "progressToken";

    private Envelope() {}
}

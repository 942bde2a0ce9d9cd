package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.gateway.credential.Token;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What sets API keys and MCP clients apart.
 *
 * @param column the word in the table
 * @param noun what people call it
 * @param <R> the record
 * @param <I> the record with its new secret
 */
record CredentialForm<R extends Resource, I>(
        Token.Kind kind,
        String column,
        String noun,
        Function<UUID, Id> id,
        Function<CredentialRow, R> record,
        BiFunction<R, String, I> issued) {

    static final CredentialForm<ApiKey, IssuedApiKey> API_KEY =
            new CredentialForm<>(Token.Kind.API_KEY, "api_key", "API key", ApiKeyId::new, ApiKey::of, ApiKey::issued);

    static final CredentialForm<McpClient, IssuedMcpClient> MCP_CLIENT = new CredentialForm<>(
            Token.Kind.MCP_CLIENT, "mcp_client", "MCP client", McpClientId::new, McpClient::of, McpClient::issued);
}

package dev.tollgate.gateway.credential;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.McpClientId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.money.budget.BudgetOwner;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/**
 * A kind of static credential of a workspace. A new kind needs one more value here and a line in the list of
 * operations.
 *
 * @param word what table and contract call it, such as {@code api_key}
 * @param title what people call one, with its article
 * @param token the form of its secrets
 * @param surface its only surface
 * @param actor what audit and usage call who uses it
 * @param budget what its budgets are of
 * @param <K> its ids
 */
public record CredentialKind<K extends Id>(
        String word,
        String title,
        Token.Kind token,
        Surface surface,
        Actor.Kind actor,
        Class<K> idType,
        Function<UUID, K> id,
        BudgetOwner.Kind budget) {

    public static final CredentialKind<ApiKeyId> API_KEY = new CredentialKind<>(
            "api_key",
            "an API key",
            Token.Kind.API_KEY,
            Surface.REST,
            Actor.Kind.API_KEY,
            ApiKeyId.class,
            ApiKeyId::new,
            BudgetOwner.Kind.API_KEY);

    public static final CredentialKind<McpClientId> MCP_CLIENT = new CredentialKind<>(
            "mcp_client",
            "an MCP client",
            Token.Kind.MCP_CLIENT,
            Surface.MCP,
            Actor.Kind.MCP_CLIENT,
            McpClientId.class,
            McpClientId::new,
            BudgetOwner.Kind.MCP_CLIENT);

    private static final List<CredentialKind<?>> ALL = List.of(API_KEY, MCP_CLIENT);

    /** The kind the table calls so. */
    public static CredentialKind<?> of(String word) {
        for (var kind : ALL) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        throw new IllegalStateException("no kind of credential is called " + word);
    }

    /** The name for people, without an article. */
    public String noun() {
        return title.substring(title.indexOf(' ') + 1);
    }

    /** The plural in paths. */
    public String path() {
        return word.replace('_', '-') + 's';
    }

    /** The name in schemas: {@code api_key} becomes {@code ApiKey}. */
    public String typeName() {
        var name = new StringBuilder();
        for (var part : word.split("_", -1)) {
            name.append(part.substring(0, 1).toUpperCase(Locale.ROOT)).append(part.substring(1));
        }
        return name.toString();
    }
}

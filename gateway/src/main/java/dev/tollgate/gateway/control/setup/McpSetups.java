package dev.tollgate.gateway.control.setup;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.control.setup.McpSetup.Method;
import dev.tollgate.gateway.control.setup.McpSetupOperations.McpSetupQuery;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.pipeline.CallHandlers;
import dev.tollgate.gateway.pipeline.RequestContext;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers how clients are set up, from what the gates know of the workspace. */
public final class McpSetups {

    private final String publicUrl;
    private final @Nullable String issuer;

    /**
     * Set-ups of one installation.
     *
     * @param publicUrl without a slash at its end
     * @param issuer whose access tokens are taken; null where there is none
     */
    public McpSetups(String publicUrl, @Nullable String issuer) {
        this.publicUrl = publicUrl;
        this.issuer = issuer;
    }

    public void bind(CallHandlers handlers) {
        handlers.serve(McpSetupOperations.GET, this::get);
    }

    private Future<Outcome<McpSetup>> get(RequestContext context, Call<McpSetupQuery> call) {
        var workspace = Objects.requireNonNull(context.workspace(), "the route names a workspace");
        var wanted = call.input().client();
        var url = publicUrl + "/mcp/" + workspace.workspace().text();
        var configurations = Recipes.ALL.stream()
                .filter(recipe -> wanted == null || recipe.client() == wanted)
                .filter(recipe -> open(recipe.method(), workspace))
                .map(recipe -> recipe.at(url))
                .toList();
        return Future.succeededFuture(
                Outcome.done(new McpSetup(workspace.workspace(), workspace.mcpMode(), url, issuer, configurations)));
    }

    private boolean open(Method method, Standing workspace) {
        return switch (workspace.mcpMode()) {
            case STATIC_OR_OAUTH -> method == Method.STATIC || issuer != null;
            case OAUTH_ONLY -> method == Method.OAUTH && issuer != null;
            case STATIC_ONLY -> method == Method.STATIC;
        };
    }
}

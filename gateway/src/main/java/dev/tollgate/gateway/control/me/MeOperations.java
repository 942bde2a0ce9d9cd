package dev.tollgate.gateway.control.me;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on what the caller of the control plane is and sees. */
public final class MeOperations {

    /** Most matches of a search. */
    static final int MATCHES_MAX = 100;

    /** Which workspaces are wanted. */
    public record WorkspaceSearch(
            @JsonPropertyDescription(
                    "Id of a workspace or tenant, or the beginning of a workspace's name or slug or of "
                            + "its tenant's name; case is ignored.")
            @NotBlank @Size(max = 200) String query,

            @JsonPropertyDescription("Most matches. Default 25.") @Min(1) @Max(MATCHES_MAX) @Nullable Integer limit) {}

    /** Workspaces that match, newest first. */
    public record WorkspaceMatches(
            List<VisibleWorkspace> workspaces,

            @JsonPropertyDescription("Whether more workspaces match.")
            boolean truncated) {}

    public static final Operation<NoInput, Me> READ = Declaration.read("read_me", "me")
            .summary("Get the caller")
            .description("Returns who you are signed in as, with your workspaces and roles.")
            .control("GET", "/control/v1/me", anySignedIn())
            .takes(NoInput.class, "{}")
            .gives(Me.class);

    public static final Operation<WorkspaceSearch, WorkspaceMatches> SEARCH = Declaration.read(
                    "search_workspaces", "workspace")
            .summary("Search workspaces")
            .description("Finds workspaces of all tenants that you may see, by id, name, slug or tenant. Newest first.")
            .control("GET", "/control/v1/workspaces", anySignedIn())
            .takes(WorkspaceSearch.class, """
                    {"query": "acme", "limit": 10}""")
            .gives(WorkspaceMatches.class);

    public static final List<Operation<?, ?>> ALL = List.of(READ, SEARCH);

    private MeOperations() {}
}

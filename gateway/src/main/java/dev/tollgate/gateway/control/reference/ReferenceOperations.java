package dev.tollgate.gateway.control.reference;

import static dev.tollgate.contract.operation.Declaration.anySignedIn;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on operations and scopes. */
public final class ReferenceOperations {

    private static final int NAME_CHARS_MAX = 64;

    /** Which operations are wanted. */
    public record OperationQuery(
            @JsonPropertyDescription("Filter by module.") @Size(max = NAME_CHARS_MAX) @Nullable String module,

            @JsonPropertyDescription("Filter by scope, such as tasks:write.") @Size(max = NAME_CHARS_MAX) @Nullable String scope,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    /** One operation. */
    public record OperationRef(
            @JsonPropertyDescription("Name of the operation, such as create_task.") @Size(min = 1, max = NAME_CHARS_MAX) String name) {}

    public static final Operation<NoInput, Page<ScopeShown>> LIST_SCOPES = Declaration.read("list_scopes", "scope")
            .summary("List scopes")
            .description("Returns every scope that a credential can have, with the operations that need it.")
            .control("GET", "/control/v1/scopes", anySignedIn())
            .takes(NoInput.class, "{}")
            .givesFreePage(ScopeShown.class);

    public static final Operation<OperationQuery, Page<OperationShown>> LIST_OPERATIONS = Declaration.read(
                    "list_operations", "operation")
            .summary("List operations")
            .description("Returns the operations of both planes, ordered by name.")
            .control("GET", "/control/v1/operations", anySignedIn())
            .takes(OperationQuery.class, """
                    {"limit": 10, "module": "tasks"}""")
            .givesFreePage(OperationShown.class);

    public static final Operation<OperationRef, OperationShown> GET_OPERATION = Declaration.read(
                    "get_operation", "operation")
            .summary("Get an operation")
            .description("Use this to find out which scope or role an operation needs.")
            .control("GET", "/control/v1/operations/{name}", anySignedIn())
            .takes(OperationRef.class, """
                    {"name": "create_task"}""")
            .givesFree(OperationShown.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST_SCOPES, LIST_OPERATIONS, GET_OPERATION);

    private ReferenceOperations() {}
}

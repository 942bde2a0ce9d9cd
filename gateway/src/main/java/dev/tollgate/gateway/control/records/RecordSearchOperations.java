package dev.tollgate.gateway.control.records;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.PageSize;
import dev.tollgate.records.page.SearchQuery;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation that searches records. */
public final class RecordSearchOperations {

    private static final int KIND_CHARS_MAX = 64;

    /** Which records are wanted. */
    public record RecordQuery(
            @JsonPropertyDescription("Kind of record, such as contact or deal_stage. Required unless query is an id.")
            @Size(min = 1, max = KIND_CHARS_MAX) @Nullable String kind,

            @JsonPropertyDescription(
                    "Id of a record of any kind; or words, or beginnings of words, that must all occur in the record's "
                            + "text. Case is ignored. Default: all records of the kind.")
            @Size(max = SearchQuery.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    public static final Operation<RecordQuery, Page<FoundRecord>> SEARCH = Declaration.read("search_records", "record")
            .summary("Search records")
            .description(
                    "Finds records of a workspace by kind and words, or one by its id, in modules that are on. For "
                            + "people: each has a limited number of pages a minute, and each page is audited on its own. "
                            + "Programs read records on the app plane.")
            .control(
                    "GET",
                    "/control/v1/workspaces/{workspace_id}/records",
                    roles(Role.OPERATOR, Role.OWNER, Role.ADMIN, Role.MEMBER, Role.READONLY))
            .with(Trait.INDIVIDUALLY_AUDITED)
            .takes(RecordQuery.class, """
                    {"kind": "contact", "query": "ada", "limit": 10}""")
            .givesPage(FoundRecord.class);

    public static final List<Operation<?, ?>> ALL = List.of(SEARCH);

    private RecordSearchOperations() {}
}

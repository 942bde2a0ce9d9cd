package dev.tollgate.gateway.control.system;

import static dev.tollgate.contract.operation.Declaration.roles;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.records.page.PageSize;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operation on settings. */
public final class SettingOperations {

    private static final int NAME_CHARS_MAX = 128;

    /** Which settings are wanted. */
    public record SettingQuery(
            @JsonPropertyDescription("Filter by a part of the name, such as kafka.")
            @Size(min = 1, max = NAME_CHARS_MAX) @Nullable String name,

            @JsonPropertyDescription("Page size. Default 25.") @Min(1) @Max(PageSize.MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the previous page.") @Nullable String cursor) {}

    public static final Operation<SettingQuery, Page<SettingShown>> LIST = Declaration.read("list_settings", "setting")
            .summary("List settings")
            .description("Returns the settings of the gateway that answers, ordered by name, without the values of "
                    + "secrets. Other processes may have other values.")
            .control("GET", "/control/v1/settings", roles(Role.OPERATOR))
            .takes(SettingQuery.class, """
                    {"limit": 10, "name": "kafka"}""")
            .givesPage(SettingShown.class);

    public static final List<Operation<?, ?>> ALL = List.of(LIST);

    private SettingOperations() {}
}

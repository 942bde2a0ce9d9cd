package dev.tollgate.gateway.catalogue;

import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.Batch;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A small module with an operation of every shape. */
public final class Samples {

    @IdPrefix("cup")
    public record CupId(UUID value) implements Id {}

    enum Colour {
        RED,
        LIGHT_BLUE
    }

    record NewCup(
            @Size(min = 1, max = 10) String title,
            @Nullable Colour colour,
            @Nullable @Min(1) Integer volume,
            @Nullable Instant dueAt,
            @Nullable Map<String, Object> customFields) {}

    record CupPatch(
            CupId id,
            @NotNull @Size(min = 1, max = 10) Patch<String> title,
            Patch<Colour> colour,
            Patch<@NotBlank @Size(max = 5) String> maker) {}

    record CupQuery(
            @Nullable Colour colour,
            @Nullable Map<String, Object> customFields,
            @Nullable @Min(1) @Max(100) Integer limit,
            @Nullable String cursor) {}

    record CupItem(@Size(max = 10) String title) {}

    record OneCup(CupId id) {}

    public record Cup(
            CupId id, long version, String title, @Nullable Colour colour) implements Resource {}

    public static final Operation<NewCup, Cup> CREATE = Declaration.create("create_cup", "cup")
            .summary("Create a cup")
            .app("POST", "/v1/cups", scoped("cups:write"))
            .with(Trait.DRY_RUN)
            .event("cup.created")
            .takes(NewCup.class, """
                    {"title": "Blue", "colour": "light_blue", "volume": 3}""")
            .gives(Cup.class);

    static final Operation<CupPatch, Cup> UPDATE = Declaration.write("update_cup", "cup")
            .summary("Change a cup")
            .app("PATCH", "/v1/cups/{id}", scoped("cups:write"))
            .with(Trait.CONDITIONAL)
            .event("cup.updated")
            .takes(CupPatch.class)
            .gives(Cup.class);

    static final Operation<CupQuery, Page<Cup>> LIST = Declaration.read("list_cups", "cup")
            .summary("List cups")
            .app("GET", "/v1/cups", scoped("cups:read"))
            .takes(CupQuery.class, "{}")
            .givesPage(Cup.class);

    static final Operation<OneCup, Cup> GET = Declaration.read("get_cup", "cup")
            .summary("Get a cup")
            .app("GET", "/v1/cups/{id}", scoped("cups:read"))
            .takes(OneCup.class)
            .gives(Cup.class);

    public static final Operation<Batch<CupItem>, ?> BATCH = Declaration.create("create_cups", "cup")
            .summary("Create cups")
            .app("POST", "/v1/cups/batch", scoped("cups:write"))
            .event("cup.created")
            .takes(Shape.<Batch<CupItem>>of(Batch.class, CupItem.class, "NewCups"), """
                    {"items": [{"title": "One"}]}""")
            .givesBatch(Cup.class, cups -> cups.items().size());

    public record Module(String key, boolean switchable, List<Operation<?, ?>> operations) implements ProductModule {

        public static Module of(Operation<?, ?>... operations) {
            return new Module("cups", true, List.of(operations));
        }

        @Override
        public String title() {
            return key.toUpperCase(java.util.Locale.ROOT);
        }
    }

    public static Catalogue catalogue() {
        return Catalogue.of(List.of(Module.of(CREATE, UPDATE, LIST, GET, BATCH)));
    }

    private Samples() {}
}

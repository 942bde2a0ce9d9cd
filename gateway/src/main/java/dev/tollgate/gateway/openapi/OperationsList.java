package dev.tollgate.gateway.openapi;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.money.price.PriceBook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The list of all operations as a Markdown page, {@code docs/operations.md}. */
public final class OperationsList {

    static final String APP_HEAD = "| operation | route | needs | REST | MCP | summary |\n|---|---|---|---|---|---|\n";

    private final Catalogue catalogue;
    private final PriceBook prices;
    private final Instant now;

    public OperationsList(Catalogue catalogue, PriceBook prices, Instant now) {
        this.catalogue = catalogue;
        this.prices = prices;
        this.now = now;
    }

    public String markdown() {
        var page = new StringBuilder("""
                # Operations

                Made from the declarations; do not edit. Prices are micros of US dollars (1 USD = 1,000,000) for one unit.
                Every operation of the app plane with a tool name is an MCP tool too, with the same checks and schema.
                """);
        plane(page, Plane.APP, "App plane", APP_HEAD);
        plane(
                page,
                Plane.CONTROL,
                "Control plane",
                "| operation | route | who | price | `bin/tollgate ctl` | summary |\n|---|---|---|---|---|---|\n");
        return page.toString();
    }

    private void plane(StringBuilder page, Plane plane, String title, String head) {
        page.append("\n## ").append(title).append('\n');
        for (var module : catalogue.modules()) {
            var faces = faces(module, plane);
            if (!faces.isEmpty()) {
                page.append("\n### ")
                        .append(module.title())
                        .append(" (`")
                        .append(module.key())
                        .append("`)\n\n")
                        .append(plane == Plane.APP ? "[Fields and events](modules/" + module.key() + ".md)\n\n" : "")
                        .append(head);
                faces.forEach(face -> page.append(row(face)));
            }
        }
    }

    private List<CompiledFace<?, ?>> faces(ProductModule module, Plane plane) {
        return catalogue.faces(plane).stream()
                .filter(face -> face.module().equals(module))
                .toList();
    }

    String row(CompiledFace<?, ?> face) {
        var start = "| `" + face.operation().name() + "` | " + face.face().route() + " | "
                + access(face.face().access());
        var prices = switch (face.face().plane()) {
            case APP -> price(face, Surface.REST) + " | " + (face.tool() == null ? "–" : price(face, Surface.MCP));
            case CONTROL -> price(face, Surface.CONTROL) + " | " + command(face);
        };
        return start + " | " + prices + " | " + face.operation().summary() + " |\n";
    }

    private static String command(CompiledFace<?, ?> face) {
        return face.signed() == null
                ? "`" + CommandWords.of(face.operation(), face.face().route()) + '`'
                : "–";
    }

    private String price(CompiledFace<?, ?> face, Surface surface) {
        var tag = PriceTag.of(face, surface, prices, now);
        return tag.free() ? "free" : tag.unitMicros() + " `" + tag.dimension() + '`';
    }

    private static String access(Access access) {
        return switch (access) {
            case Access.Scoped(var _, var scope) -> '`' + scope.text() + '`';
            case Access.ScopeOnly(var scope) -> '`' + scope.text() + '`';
            case Access.AnyCredential _ -> "any credential";
            case Access.Roles(var roles) ->
                roles.stream()
                        .sorted()
                        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", "));
            case Access.AnySignedIn _ -> "anybody signed in";
            case Access.Identified _ -> "anybody of the identity provider";
            case Access.Signed(var sender, var _, var _, var _) -> "signed by " + sender;
        };
    }
}

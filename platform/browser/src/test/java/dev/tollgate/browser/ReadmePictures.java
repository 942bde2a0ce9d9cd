package dev.tollgate.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the README from {@code bin/tollgate dev --demo}: {@code platform/browser/pictures}. */
class ReadmePictures {

    private static final Path FOLDER = Path.of("../../docs/images");
    private static final long BYTES_MAX = 120_000;
    private static final Look LIGHT = new Look(1200, ColorScheme.LIGHT);
    private static final int HEIGHT = 720;

    @Test
    void four_pictures_show_the_console_of_the_demo() throws IOException {
        var facts = Json.MAPPER.readTree(
                Path.of(System.getenv("TOLLGATE_HOME"), "dev.json").toFile());
        var base = facts.path("console").asText().replaceFirst("/console$", "");
        var console = new RunningConsole(base, facts.path("operator_token").asText());
        var workspace = "/console/workspaces/" + facts.path("workspace_id").asText();
        use(console, facts);

        try (var light = Visitor.operator(console, LIGHT);
                var dark = Visitor.operator(console, LIGHT.dark())) {
            picture(light, workspace, "console-overview");
            picture(dark, workspace + "/api-keys", "console-api-keys");
            picture(light, workspace + "/usage", "console-usage");
            light.open(workspace + "/audit-events?action=task.create");
            light.reloadUntil("the call", () -> light.page().locator("a.row").count() > 0);
            light.leaving(() ->
                    light.page().locator("main a[href*='/requests/']").first().click());
            picture(light, light.path(), "console-request");
        }
    }

    /** A few calls of the demo's key, so that something happened today. */
    private static void use(RunningConsole console, JsonNode facts) {
        var key = facts.path("credentials").path("server-webhook-sync").asText();
        for (int at = 0; at < 20; at++) {
            var _ = console.call(key, "GET", "/v1/tasks?limit=1", null);
        }
    }

    private static void picture(Visitor visitor, String path, String name) throws IOException {
        visitor.open(path);
        visitor.page().setViewportSize(LIGHT.width(), HEIGHT);
        var file = FOLDER.resolve(name + ".png");
        var _ = visitor.page().screenshot(new Page.ScreenshotOptions().setPath(file));
        assertThat(Files.size(file)).as(name).isLessThan(BYTES_MAX);
    }
}

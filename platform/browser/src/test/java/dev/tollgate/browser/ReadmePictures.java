package dev.tollgate.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Makes the pictures of the README from {@code bin/tollgate dev --demo}: {@code platform/browser/pictures}. */
class ReadmePictures {

    private static final Path FOLDER = Path.of("../../docs/images");
    static final Look LIGHT = new Look(1280, ColorScheme.LIGHT);
    private static final int HEIGHT = 800;

    @Test
    void four_pictures_show_the_console_of_the_demo() throws IOException {
        var facts = Json.MAPPER.readTree(
                Path.of(System.getenv("TOLLGATE_HOME"), "dev.json").toFile());
        var base = facts.path("console").asText().replaceFirst("/console$", "");
        var console = new RunningConsole(base, facts.path("operator_token").asText());
        var workspace = "/console/workspaces/" + facts.path("workspace_id").asText();
        try (var receiver = new Receiver();
                var light = Visitor.operator(console, LIGHT);
                var dark = Visitor.operator(console, LIGHT.dark())) {
            pictures(light, dark, workspace, new DemoUse(console, facts, receiver).calls());
        }
    }

    static void pictures(Visitor light, Visitor dark, String workspace, String request) {
        picture(light, workspace, "console-overview");
        picture(dark, workspace + "/api-keys", "console-api-keys");
        picture(light, workspace + "/usage?group_by=day&group_by=module", "console-usage");
        picture(light, workspace + "/requests/" + request, "console-request");
    }

    private static void picture(Visitor visitor, String path, String name) {
        visitor.open(path);
        visitor.page().setViewportSize(LIGHT.width(), HEIGHT);
        var _ = visitor.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
    }
}

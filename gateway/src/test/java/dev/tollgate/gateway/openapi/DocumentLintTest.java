package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.fixture.NodePrograms;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redocly and Spectral, with all the rules they recommend, have nothing to say about the documents. */
@Tag("beyond-jdk")
class DocumentLintTest {

    private static final Path FOLDER = Path.of("target/openapi").toAbsolutePath();
    private static final Duration RUN_MAX = Duration.ofMinutes(1);
    private static final Documents DOCUMENTS = new Documents(
            Catalogue.of(ModuleProvider.all()), PriceBook.shipped(), Instant.EPOCH, "https://tollgate.test");

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/control/openapi.json"})
    void redocly_has_no_error_and_no_warning(String path) throws Exception {
        var ended = NodePrograms.run(
                FOLDER.resolve("redocly.log"),
                RUN_MAX,
                "@redocly/cli/bin/cli.js",
                "lint",
                file(path),
                "--config=redocly.yaml",
                "--format=json");

        var report = ended.output()
                .substring(ended.output().indexOf('{'), ended.output().lastIndexOf('}') + 1);
        var totals = Json.MAPPER.readTree(report).path("totals");
        assertThat(totals.path("errors").isInt()).as(ended.output()).isTrue();
        assertThat(totals.path("errors").asInt() + totals.path("warnings").asInt())
                .as(ended.output())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/control/openapi.json"})
    void spectral_has_no_error_no_warning_and_no_hint(String path) throws Exception {
        var ended = NodePrograms.run(
                FOLDER.resolve("spectral.log"),
                RUN_MAX,
                "@stoplight/spectral-cli/dist/index.js",
                "lint",
                file(path),
                "--ruleset=spectral.yaml",
                "--fail-severity=hint");

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("No results with a severity of 'hint' or higher found!");
    }

    private static String file(String path) throws IOException {
        Files.createDirectories(FOLDER);
        var file = FOLDER.resolve(path.substring(1).replace('/', '-'));
        Files.write(file, DOCUMENTS.byRoute().get(new Route("GET", path)).bytes());
        return file.toString();
    }
}

package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestsTest {
    private static final String KUSTOMIZATION = "kustomization.yaml";

    static Stream<Path> files() {
        return Stream.concat(Folders.yaml(Folders.BASE).stream(), Folders.yaml(Folders.LOCAL).stream())
                .filter(file -> !file.endsWith(KUSTOMIZATION));
    }

    static Stream<Path> filesAndExample() {
        return Stream.concat(files(), Folders.yaml(Folders.EXAMPLE).stream())
                .filter(file -> !file.endsWith(KUSTOMIZATION));
    }

    static Stream<Path> folders() {
        return Stream.of(Folders.BASE, Folders.LOCAL, Folders.EXAMPLE);
    }

    @ParameterizedTest
    @MethodSource("filesAndExample")
    void every_manifest_has_only_fields_that_its_kind_knows(Path file) {
        assertThat(Strict.objects(file)).isNotEmpty();
    }

    @Test
    void a_field_that_no_kind_knows_is_a_fault(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("wrong.yaml"), "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {port: []}\n");

        assertThatThrownBy(() -> Strict.objects(file)).hasMessageContaining("\"port\"");
    }

    @Test
    void a_number_where_a_setting_must_be_text_is_a_fault(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("wrong.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: 1}\n");

        assertThatThrownBy(() -> Strict.objects(file)).isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @MethodSource("folders")
    void a_kustomization_names_every_file_beside_it_and_no_other(Path folder) {
        var named = new TreeSet<>(Kustomization.of(folder).files());

        var here = Folders.yaml(folder).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !name.equals(KUSTOMIZATION))
                .toList();
        assertThat(named).containsAll(here);
        assertThat(named)
                .allSatisfy(name -> assertThat(folder.resolve(name).normalize())
                        .satisfiesAnyOf(
                                file -> assertThat(file).exists(),
                                file -> assertThat(file).hasFileName("secrets.env")));
    }

    @Test
    void everything_written_is_in_what_was_rendered() {
        var written = files().filter(file -> Kustomization.of(Folders.LOCAL).patches().stream()
                        .noneMatch(patch -> file.endsWith(patch.path())))
                .flatMap(file -> Strict.objects(file).stream())
                .map(ManifestsTest::named)
                .collect(Collectors.toSet());

        var rendered = Folders.local().stream()
                .filter(one ->
                        !one.getKind().equals("ConfigMap") && !one.getKind().equals("Secret"))
                .map(ManifestsTest::named)
                .collect(Collectors.toSet());

        assertThat(rendered).isEqualTo(written);
    }

    private static String named(HasMetadata one) {
        return one.getKind() + ' ' + one.getMetadata().getName();
    }

    @Test
    void the_example_routes_calls_and_keeps_the_control_plane_inside() {
        var paths = Strict.objects(Folders.RENDERED_EXAMPLE).stream()
                .filter(Ingress.class::isInstance)
                .map(Ingress.class::cast)
                .flatMap(one -> one.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(HTTPIngressPath::getPath)
                .toList();

        assertThat(paths)
                .contains("/v1", "/mcp", "/files", "/docs", "/openapi.json")
                .doesNotContain("/", "/control", "/console");
    }

    @Test
    void probes_and_scrapers_reach_a_part_from_outside_its_pod() throws IOException {
        assertThat(Files.readAllLines(Folders.BASE.resolve("settings.env")))
                .contains("TOLLGATE_MANAGEMENT_HOST=0.0.0.0");
    }
}

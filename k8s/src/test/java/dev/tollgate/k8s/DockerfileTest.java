package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Rules for the image's Dockerfile. */
class DockerfileTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>(.+?)</module>");
    private static final Pattern COMMENT = Pattern.compile("(?m)^#.*\\R");
    private final List<String> instructions = instructions();

    @Test
    void its_bases_are_named_by_their_full_version() {
        assertThat(all("ARG"))
                .contains("JDK=eclipse-temurin:25.0.3_9-jdk-noble", "JRE=eclipse-temurin:25.0.3_9-jre-noble");
        assertThat(all("FROM")).containsExactly("${JDK} AS build", "${JRE}");
    }

    @Test
    void it_runs_as_the_number_that_the_manifests_say() {
        var user = all("USER").getLast();

        assertThat(instructions.lastIndexOf("USER " + user)).isGreaterThan(instructions.indexOf("FROM ${JRE}"));
        assertThat(Folders.local(Deployment.class).stream()
                        .filter(one -> one.getMetadata().getLabels().containsKey("app.kubernetes.io/part-of"))
                        .map(one -> one.getSpec().getTemplate().getSpec().getSecurityContext())
                        .map(one -> one.getRunAsUser() + ":" + one.getRunAsGroup()))
                .isNotEmpty()
                .allMatch(user::equals);
    }

    @Test
    void java_is_process_one_and_hears_signals_itself() {
        assertThat(all("ENTRYPOINT"))
                .singleElement()
                .asString()
                .startsWith("[\"/opt/java/openjdk/bin/java\", \"@/opt/tollgate/java.args\"");
        assertThat(all("SHELL")).isEmpty();
    }

    @Test
    void no_layer_gets_a_secret() throws IOException {
        assertThat(instructions)
                .allSatisfy(one -> assertThat(one.toLowerCase(Locale.ROOT))
                        .doesNotContain("password", "secret", "token", "pepper"));
        assertThat(all("ENV")).isEmpty();
        assertThat(all("ADD")).isEmpty();
        var ignored = Files.readAllLines(Folders.IMAGE.resolve("Dockerfile.dockerignore"));
        assertThat(ignored)
                .startsWith("# Sources, and nothing else: no builds, no data, no secrets of anybody's.", "**");
        assertThat(ignored).contains("**/*.env", "**/.tollgate", "**/target");
    }

    @Test
    void the_build_sees_every_artifact_and_the_sources_of_those_it_needs() throws IOException {
        var modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(found -> found.group(1))
                .toList();
        var context = new BuildContext(Folders.IMAGE.resolve("Dockerfile.dockerignore"));

        assertThat(modules)
                .isNotEmpty()
                .allSatisfy(module ->
                        assertThat(context.has(module + "/pom.xml")).as(module).isTrue());
        assertThat(List.of("docs/rest.md", "docs/webhooks/java/Receiver.java", "docs/clients/java/pom.xml"))
                .allMatch(context::has);
        assertThat(modules)
                .filteredOn(module -> !module.startsWith("loadtest/baselines")
                        && !List.of("loadtest", "k8s").contains(module))
                .isNotEmpty()
                .allSatisfy(module -> assertThat(context.has(module + "/src/main/java/x/X.java"))
                        .as(module)
                        .isTrue());
    }

    @Test
    void the_build_sees_no_data_no_secret_and_nothing_that_was_built() throws IOException {
        var context = new BuildContext(Folders.IMAGE.resolve("Dockerfile.dockerignore"));

        assertThat(List.of(
                        ".git/config",
                        ".tollgate/dev.json",
                        "gateway/.tollgate/x",
                        "k8s/overlays/local/secrets.env",
                        "k8s/image/x.env",
                        "gateway/target/x.jar",
                        "loadtest/results/x.json"))
                .noneMatch(context::has);
    }

    private List<String> all(String keyword) {
        return instructions.stream()
                .filter(one -> one.startsWith(keyword + ' '))
                .map(one -> one.substring(keyword.length() + 1))
                .toList();
    }

    private static List<String> instructions() {
        try {
            var text = Files.readString(Folders.IMAGE.resolve("Dockerfile"));
            return COMMENT.matcher(text)
                    .replaceAll("")
                    .replaceAll("\\\\\\R\\s*", "")
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}

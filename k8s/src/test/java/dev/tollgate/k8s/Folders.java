package dev.tollgate.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Locations of the manifests and their rendered forms. */
final class Folders {
    static final Path BASE = Path.of("base");
    static final Path LOCAL = Path.of("overlays/local");
    static final Path EXAMPLE = Path.of("overlays/example");
    static final Path IMAGE = Path.of("image");
    static final Path RENDERED_LOCAL = Path.of("src/test/resources/rendered/local.yaml");
    static final Path RENDERED_EXAMPLE = Path.of("src/test/resources/rendered/example.yaml");

    private Folders() {}

    /** What the local overlay makes of everything, as last rendered. */
    static List<HasMetadata> local() {
        return Strict.objects(RENDERED_LOCAL);
    }

    /** Those of one kind. */
    static <T extends HasMetadata> List<T> local(Class<T> kind) {
        return local().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Every pod that anything rendered starts, by the name of what starts it. */
    static Map<String, PodTemplateSpec> pods() {
        var pods = new LinkedHashMap<String, PodTemplateSpec>();
        local(Deployment.class)
                .forEach(one ->
                        pods.put(one.getMetadata().getName(), one.getSpec().getTemplate()));
        local(Job.class)
                .forEach(one ->
                        pods.put(one.getMetadata().getName(), one.getSpec().getTemplate()));
        local(CronJob.class)
                .forEach(one -> pods.put(
                        one.getMetadata().getName(),
                        one.getSpec().getJobTemplate().getSpec().getTemplate()));
        return pods;
    }

    /** The YAML files of a folder. */
    static List<Path> yaml(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

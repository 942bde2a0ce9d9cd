package dev.tollgate.k8s;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of a kustomization.yaml that we use; anything else in one is a fault. */
record Kustomization(
        String apiVersion,
        String kind,
        @Nullable String namespace,
        List<Labels> labels,
        List<String> resources,
        List<Image> images,
        List<Generator> configMapGenerator,
        List<Generator> secretGenerator,
        List<Patch> patches) {

    Kustomization {
        labels = labels == null ? List.of() : labels;
        images = images == null ? List.of() : images;
        configMapGenerator = configMapGenerator == null ? List.of() : configMapGenerator;
        secretGenerator = secretGenerator == null ? List.of() : secretGenerator;
        patches = patches == null ? List.of() : patches;
    }

    record Labels(boolean includeTemplates, Map<String, String> pairs) {}

    record Image(String name, String newName, String newTag) {}

    record Generator(String name, @Nullable String behavior, List<String> envs, List<String> files) {}

    record Patch(String path, Target target) {}

    record Target(
            @Nullable String group, String kind, @Nullable String labelSelector) {}

    static Kustomization of(Path folder) {
        try {
            return Strict.YAML.treeToValue(
                    Strict.trees(folder.resolve("kustomization.yaml")).getFirst(), Kustomization.class);
        } catch (IOException broken) {
            throw new AssertionError(folder + ": " + broken.getMessage(), broken);
        }
    }

    /** Every file it names. */
    List<String> files() {
        var generated = Stream.concat(configMapGenerator.stream(), secretGenerator.stream())
                .flatMap(one -> Stream.concat(
                        one.envs() == null ? Stream.of() : one.envs().stream(),
                        one.files() == null ? Stream.of() : one.files().stream()));
        return Stream.of(resources.stream(), patches.stream().map(Patch::path), generated)
                .flatMap(one -> one)
                .toList();
    }
}

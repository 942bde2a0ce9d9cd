package dev.tollgate.standalone.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Facts of our containers in the rendered manifests; the manifests themselves are tested in their own module. */
@SuppressWarnings("unchecked")
final class Manifests {
    private static final Path RENDERED = Path.of("../../k8s/src/test/resources/rendered/local.yaml");
    private static final List<Map<String, Object>> OBJECTS = objects();

    private Manifests() {}

    /** The names of parts that a deployment runs. */
    static List<String> parts() {
        return OBJECTS.stream()
                .filter(one -> one.get("kind").equals("Deployment"))
                .map(one -> (Map<String, Object>) one.get("metadata"))
                .filter(one -> ((Map<String, String>) one.get("labels")).containsKey("app.kubernetes.io/part-of"))
                .map(one -> (String) one.get("name"))
                .toList();
    }

    /** The one container of a workload. */
    static Map<String, Object> container(String workload) {
        var template = OBJECTS.stream()
                .filter(one -> List.of("Deployment", "Job", "CronJob").contains(one.get("kind")))
                .filter(one ->
                        ((Map<String, Object>) one.get("metadata")).get("name").equals(workload))
                .map(one -> (Map<String, Object>) one.get("spec"))
                .map(spec -> spec.containsKey("jobTemplate")
                        ? (Map<String, Object>) ((Map<String, Object>) spec.get("jobTemplate")).get("spec")
                        : spec)
                .map(spec -> (Map<String, Object>) spec.get("template"))
                .findFirst()
                .orElseThrow();
        return ((List<Map<String, Object>>) ((Map<String, Object>) template.get("spec")).get("containers")).getFirst();
    }

    /** The path that a probe of it asks. */
    static String path(String workload, String probe) {
        var asked = (Map<String, Object>) container(workload).get(probe);
        return (String) ((Map<String, Object>) asked.get("httpGet")).get("path");
    }

    /** Its environment, as the kubelet would make it. */
    static Map<String, String> environment(String workload) {
        var container = container(workload);
        var environment = new TreeMap<String, String>();
        for (var from : (List<Map<String, Map<String, String>>>) container.get("envFrom")) {
            environment.putAll(content("ConfigMap", from.get("configMapRef").get("name")));
        }
        for (var one : (List<Map<String, Object>>) container.get("env")) {
            var source = (Map<String, Map<String, String>>) one.get("valueFrom");
            var key = source.get("secretKeyRef");
            var value = content("Secret", key.get("name")).get(key.get("key"));
            environment.put(
                    (String) one.get("name"),
                    new String(Base64.getMimeDecoder().decode(value), StandardCharsets.UTF_8));
        }
        return environment;
    }

    private static Map<String, String> content(String kind, String name) {
        return OBJECTS.stream()
                .filter(one -> one.get("kind").equals(kind))
                .filter(one ->
                        ((Map<String, Object>) one.get("metadata")).get("name").equals(name))
                .map(one -> (Map<String, String>) one.get("data"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<String, Object>> objects() {
        try {
            var documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(RENDERED));
            return StreamSupport.stream(documents.spliterator(), false)
                    .map(one -> (Map<String, Object>) one)
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

package org.computingpower.gateway.adapter.podman;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.computingpower.gateway.domain.workload.WorkloadSpec;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Container;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Mount;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Volume;

/**
 * Writes the pod that Podman gets, as JSON, which is YAML too. It is made from the admitted form alone. No ports: Podman 4
 * would publish them on the host. No ConfigMaps and Secrets: Podman 4 keeps their volumes after the pod and does not
 * decode Secrets; their files are mounted from the order's own folder instead.
 */
final class PodText {
    /** How the driver asks the pod whether it is ready, kept at the pod so that it outlives the gateway. */
    record Probe(int port, String path) {}

    private static final String DATA_VOLUME = "cpp-data";

    private final ObjectMapper json;

    PodText(ObjectMapper json) {
        this.json = json;
    }

    String write(String podName, Map<String, String> labels, WorkloadSpec spec, Path dataFolder, Path configFolder) {
        ObjectNode pod = json.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata").put("name", podName);
        ObjectNode labelNode = metadata.putObject("labels");
        labels.forEach(labelNode::put);
        ObjectNode podSpec = pod.putObject("spec")
                .put("restartPolicy", "Always")
                .put("automountServiceAccountToken", false)
                .put("enableServiceLinks", false);
        ArrayNode volumes = podSpec.putArray("volumes");
        hostPath(volumes, DATA_VOLUME, dataFolder);
        for (Volume volume : spec.volumes()) {
            String name = volumeName(podName, volume);
            switch (volume) {
                case Volume.Scratch _ -> volumes.addObject().put("name", name).putObject("emptyDir");
                case Volume.Claim _ ->
                    volumes.addObject()
                            .put("name", name)
                            .putObject("persistentVolumeClaim")
                            .put("claimName", name);
                case Volume.Files files -> hostPath(volumes, name, configFolder.resolve(files.name()));
            }
        }
        ArrayNode containers = podSpec.putArray("containers");
        spec.containers().forEach(container -> write(containers.addObject(), podName, container, spec.volumes()));
        try {
            return json.writeValueAsString(pod);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hostPath(ArrayNode volumes, String name, Path path) {
        volumes.addObject()
                .put("name", name)
                .putObject("hostPath")
                .put("path", path.toAbsolutePath().toString())
                .put("type", "Directory");
    }

    private static String volumeName(String podName, Volume volume) {
        return switch (volume) {
            // Podman's volumes share one name space on the machine.
            case Volume.Scratch scratch -> podName + "-" + scratch.name();
            case Volume.Claim claim -> podName + "-claim-" + claim.claim();
            case Volume.Files files -> podName + "-" + files.name();
        };
    }

    private static void write(ObjectNode node, String podName, Container container, List<Volume> volumes) {
        node.put("name", container.name())
                .put("image", container.image())
                .put("imagePullPolicy", container.pullPolicy());
        if (!container.command().isEmpty()) {
            container.command().forEach(node.putArray("command")::add);
        }
        if (!container.args().isEmpty()) {
            container.args().forEach(node.putArray("args")::add);
        }
        container.workingDir().ifPresent(directory -> node.put("workingDir", directory));
        ArrayNode environment = node.putArray("env");
        container
                .environment()
                .forEach((name, value) ->
                        environment.addObject().put("name", name).put("value", value));
        node.putObject("resources")
                .putObject("limits")
                .put("cpu", container.cpuMillis() + "m")
                .put("memory", Long.toString(container.memoryBytes()));
        ObjectNode security = node.putObject("securityContext")
                .put("privileged", false)
                .put("allowPrivilegeEscalation", false)
                .put("readOnlyRootFilesystem", container.readOnlyRoot())
                .put("runAsNonRoot", true);
        container.runAsUser().ifPresent(user -> security.put("runAsUser", user));
        container.runAsGroup().ifPresent(group -> security.put("runAsGroup", group));
        security.putObject("capabilities").putArray("drop").add("ALL");
        ArrayNode mounts = node.putArray("volumeMounts");
        mounts.addObject().put("name", DATA_VOLUME).put("mountPath", "/data").put("readOnly", true);
        for (Mount mount : container.mounts()) {
            volumes.stream()
                    .filter(volume -> volume.name().equals(mount.volume()))
                    .findFirst()
                    .ifPresent(volume -> mounts.addObject()
                            .put("name", volumeName(podName, volume))
                            .put("mountPath", mount.path())
                            .put("readOnly", mount.readOnly() || volume instanceof Volume.Files));
        }
    }

    /** {@code port/path} per probe, {@code port} alone for TCP; at least the application's port. */
    static String probes(WorkloadSpec spec) {
        List<String> probes = new ArrayList<>();
        for (Container container : spec.containers()) {
            container
                    .readiness()
                    .ifPresent(probe -> probes.add(probe.port() + probe.path().orElse("")));
        }
        if (probes.isEmpty()) {
            spec.port().ifPresent(port -> probes.add(Integer.toString(port)));
        }
        return String.join(" ", probes);
    }

    static List<Probe> parseProbes(String text) {
        List<Probe> probes = new ArrayList<>();
        for (String probe : text.isBlank() ? new String[0] : text.split(" ")) {
            int slash = probe.indexOf('/');
            probes.add(
                    slash < 0
                            ? new Probe(Integer.parseInt(probe), "")
                            : new Probe(Integer.parseInt(probe, 0, slash, 10), probe.substring(slash)));
        }
        return probes;
    }
}

package org.computingpower.gateway.domain.workload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.computingpower.gateway.domain.Blob;
import org.computingpower.gateway.domain.workload.WorkloadSpec.Volume;

/** Reads a Deployment under Pod Security "restricted" (Kubernetes, Pod Security Standards) and the node's limits. */
final class PodRules {
    private final WorkloadLimits limits;
    private final ConfigData config;
    private final List<Violation> violations;

    PodRules(WorkloadLimits limits, ConfigData config, List<Violation> violations) {
        this.limits = limits;
        this.config = config;
        this.violations = violations;
    }

    WorkloadSpec read(Field deployment, Optional<Integer> servicePort) {
        deployment.allow("apiVersion", "kind", "metadata", "spec");
        Field spec =
                deployment.get("spec").allow("replicas", "selector", "template", "strategy", "revisionHistoryLimit");
        spec.get("replicas").number(1, 1);
        spec.get("revisionHistoryLimit").number(0, 100);
        spec.get("strategy")
                .allow("type")
                .get("type")
                .optional(Set.of("Recreate", "RollingUpdate")::contains, "must be Recreate or RollingUpdate");
        spec.get("selector")
                .allow("matchLabels")
                .get("matchLabels")
                .entries()
                .forEach(label -> label.getValue().text());
        Field template = spec.get("template").allow("metadata", "spec");
        template.get("metadata").allow("labels", "annotations", "name");
        Field pod = template.get("spec");
        if (!pod.isPresent()) {
            pod.complain("must be there");
        }
        pod.allow(
                "containers",
                "volumes",
                "securityContext",
                "automountServiceAccountToken",
                "restartPolicy",
                "terminationGracePeriodSeconds",
                "enableServiceLinks",
                "hostNetwork",
                "hostPID",
                "hostIPC",
                "hostUsers");
        readPodFlags(pod);
        SecurityDefaults defaults = SecurityDefaults.read(pod.get("securityContext"));
        List<Volume> volumes = readVolumes(pod.get("volumes"));
        List<WorkloadSpec.Container> containers = readContainers(pod.get("containers"), defaults, volumes);
        Optional<Integer> port = servicePort.or(() -> firstContainerPort(pod));
        String name = deployment.get("metadata").get("name").text().orElse("");
        return new WorkloadSpec(name, containers, volumes, port);
    }

    private static void readPodFlags(Field pod) {
        pod.get("automountServiceAccountToken").mustBe(false, true);
        pod.get("restartPolicy").optional(Set.of("Always")::contains, "must be Always");
        pod.get("terminationGracePeriodSeconds").number(0, 60);
        pod.get("enableServiceLinks").flag();
        pod.get("hostNetwork").mustBe(false, false);
        pod.get("hostPID").mustBe(false, false);
        pod.get("hostIPC").mustBe(false, false);
        pod.get("hostUsers").flag();
    }

    private static Optional<Integer> firstContainerPort(Field pod) {
        return pod.get("containers").elements().stream()
                .flatMap(container -> container.get("ports").elements().stream())
                .map(port -> port.get("containerPort").number(1, 65535))
                .filter(OptionalLong::isPresent)
                .map(port -> (int) port.getAsLong())
                .findFirst();
    }

    private List<Volume> readVolumes(Field field) {
        List<Volume> volumes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field volume : field.elements()) {
            volume.allow("name", "emptyDir", "configMap", "secret", "persistentVolumeClaim");
            Optional<String> name = volume.get("name")
                    .required(text -> WorkloadAdmission.NAME.matcher(text).matches(), "must be a lower-case DNS label");
            if (name.isPresent() && !names.add(name.get())) {
                volume.complain("stands twice");
            }
            name.flatMap(known -> readVolume(volume, known)).ifPresent(volumes::add);
        }
        if (volumes.size() > WorkloadLimits.MAX_VOLUMES) {
            field.complain("holds at most " + WorkloadLimits.MAX_VOLUMES + " volumes");
        }
        return volumes;
    }

    private Optional<Volume> readVolume(Field volume, String name) {
        if (volume.get("emptyDir").isPresent()) {
            Field scratch = volume.get("emptyDir").allow("sizeLimit", "medium");
            scratch.get("sizeLimit").optional(text -> Quantity.units(text).isPresent(), "must be a quantity");
            scratch.get("medium").optional(Set.of("", "Memory")::contains, "must be Memory or empty");
            return Optional.of(new Volume.Scratch(name));
        }
        if (volume.get("configMap").isPresent()) {
            return files(volume.get("configMap"), "name", config.configMaps(), name, false);
        }
        if (volume.get("secret").isPresent()) {
            return files(volume.get("secret"), "secretName", config.secrets(), name, true);
        }
        if (volume.get("persistentVolumeClaim").isPresent()) {
            return volume.get("persistentVolumeClaim")
                    .allow("claimName", "readOnly")
                    .get("claimName")
                    .required(config.claims()::contains, "must name a PersistentVolumeClaim of this file")
                    .map(claim -> new Volume.Claim(name, claim));
        }
        volume.complain("must be emptyDir, configMap, secret or persistentVolumeClaim");
        return Optional.empty();
    }

    private static Optional<Volume> files(
            Field source, String nameField, Map<String, Map<String, Blob>> all, String name, boolean secret) {
        source.allow(nameField, "optional", "defaultMode");
        source.get("optional").mustBe(false, false);
        source.get("defaultMode").number(0, 0777);
        return source.get(nameField)
                .required(all::containsKey, "must name one of this file")
                .map(found -> new Volume.Files(name, all.getOrDefault(found, Map.of()), secret));
    }

    private List<WorkloadSpec.Container> readContainers(Field field, SecurityDefaults defaults, List<Volume> volumes) {
        Map<String, WorkloadSpec.Container> containers = new HashMap<>();
        ContainerRules rules = new ContainerRules(config, defaults, volumes);
        List<Field> elements = field.elements();
        if (elements.isEmpty() || elements.size() > WorkloadLimits.MAX_CONTAINERS) {
            field.complain("must hold 1 to " + WorkloadLimits.MAX_CONTAINERS + " containers");
        }
        List<WorkloadSpec.Container> inOrder = new ArrayList<>();
        for (Field element : elements) {
            WorkloadSpec.Container container = rules.read(element);
            if (containers.put(container.name(), container) != null) {
                element.complain("stands twice");
            }
            inOrder.add(container);
        }
        long cpu = inOrder.stream().mapToLong(WorkloadSpec.Container::cpuMillis).sum();
        long memory =
                inOrder.stream().mapToLong(WorkloadSpec.Container::memoryBytes).sum();
        if (cpu > limits.maxCpuMillis()) {
            violations.add(new Violation("resources", "CPU limits sum up to at most " + limits.maxCpuMillis() + "m"));
        }
        if (memory > limits.maxMemoryBytes()) {
            violations.add(new Violation(
                    "resources", "memory limits sum up to at most " + limits.maxMemoryBytes() + " bytes"));
        }
        return inOrder;
    }
}
